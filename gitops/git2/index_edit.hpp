#pragma once

#include <filesystem>

#include "gitops/git2/handle.hpp"
#include "gitops/git2/lock.hpp"

namespace gimlet::git2 {

// The index while it is changed: locked as git does it (LockFile), written beside its place by whatever of
// libgit2 changes the repository's index, and put there by commit(). Without that everything is as it was.
// Whoever makes one holds the WriterLock.
class IndexEdit {
 public:
  // Throws conflict if somebody else has the index locked, and failed.
  explicit IndexEdit(git_repository* repository);
  IndexEdit(const IndexEdit&) = delete;
  IndexEdit& operator=(const IndexEdit&) = delete;
  ~IndexEdit();
  // Throws failed.
  void commit();

 private:
  git_repository* repository_;
  std::filesystem::path file_;
  LockFile lock_;
  std::filesystem::path draft_;
};

// Throws conflict if the index is locked, by whomever.
void check_index_lock(git_repository* repository);

}  // namespace gimlet::git2
