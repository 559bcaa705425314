#pragma once

namespace gimlet::git2 {

// Starts libgit2 once in the process's life: what it writes is fsynced, and objects are not hashed again when
// they are read. Costs about 4 ms (it reads the CA bundle), so it is called where git is needed first.
void initialise();

}  // namespace gimlet::git2
