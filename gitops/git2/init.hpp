#pragma once

namespace gimlet::git2 {

// Starts libgit2 once in the process's life: what it writes is fsynced, and objects are not hashed again when
// they are read. Costs about 4 ms where libgit2 is a shared library (it reads the CA bundle), so it is called
// where git is needed first.
void initialise();

// To be called before a connection over https or ssh: makes libgit2 ready for the network, and makes it trust
// the certificate authorities of a file (PEM) and a folder, or the system's when both are null. Throws
// failed.
void prepare_network(const char* ca_file, const char* ca_folder);

}  // namespace gimlet::git2
