#pragma once

namespace gimlet::git2 {

// Starts libgit2 once in the process's life: what it writes is fsynced, and objects are not hashed again when
// they are read. Costs about 4 ms where
// libgit2 is a shared library (it reads the CA bundle), so it is called where git is needed first.
void initialise();

// Makes libgit2 trust the certificate authorities of a file (PEM) and a folder, or the system's when both are
// null; to be called before an https connection. Throws failed.
void load_certificates(const char* file, const char* folder);

}  // namespace gimlet::git2
