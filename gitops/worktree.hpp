#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gitops/clone.hpp"

namespace gimlet::gitops {

// Brings the working tree and the index of a clone from one tree to another: the files that differ between
// the two, and nothing else. Does nothing where the branch is not checked out.
class WorktreeSync {
 public:
  // A zero `from` is the empty tree.
  WorktreeSync(Clone& clone, const git_oid& from, const git_oid& to);

  // Throws conflict if a file that would change is not as `from` has it, here or in the index, if something
  // stands where a new file or folder must be, or if the index is locked.
  void check();
  // Throws failed, or conflict where a file changed since the check.
  void apply();

 private:
  struct FileChange {
    std::string path;
    std::optional<git_oid> before;  // nullopt: the file is new
  };

  void find_changes(const git_oid& from, const git_oid& to);
  [[nodiscard]] bool is_in_the_way(git_index* index, const FileChange& change) const;
  [[nodiscard]] bool parent_in_the_way(const std::string& path) const;
  [[nodiscard]] bool is_as_before(git_index* index, const FileChange& change) const;

  Clone& clone_;
  bool active_ = false;
  git2::Tree from_;
  git2::Tree to_;
  std::vector<FileChange> changes_;
};

}  // namespace gimlet::gitops
