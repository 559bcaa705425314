#pragma once

#include <git2.h>

namespace gimlet::git2 {

// From here on, what is written through this handle's object database stays in memory and dies with the
// handle.
void keep_writes_in_memory(git_repository* repository);

}  // namespace gimlet::git2
