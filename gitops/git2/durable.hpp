#pragma once

#include <filesystem>
#include <vector>

#include <git2.h>

namespace gimlet::git2 {

// While it lives, libgit2 does not fsync each object that it writes: make_durable() does that for all of them
// together, which waits for the disk once where object by object would wait for each.
class DeferredSync {
 public:
  DeferredSync();
  DeferredSync(const DeferredSync&) = delete;
  DeferredSync& operator=(const DeferredSync&) = delete;
  ~DeferredSync();
};

// Brings loose objects, and their names, to the disk. Objects that are not there as loose files were stored
// before, in a pack. Throws failed with the system's message.
void make_durable(const std::filesystem::path& objects_folder, const std::vector<git_oid>& ids);

}  // namespace gimlet::git2
