#pragma once

#include <optional>
#include <string>
#include <vector>

#include <sys/stat.h>

#include "gitops/git2/tree_diff.hpp"
#include "gitops/git2/working_tree.hpp"
#include "gitops/local/clone.hpp"
#include "gitops/local/git_worktree.hpp"

namespace gimlet::gitops {

// Brings the working tree and the index of a clone from one tree to another: the files that differ between
// the two, and nothing else. Does nothing where the branch is not checked out.
class WorktreeSync {
 public:
  // A zero `from` is the empty tree.
  WorktreeSync(Clone& clone, const git_oid& from, const git_oid& to);

  // Throws conflict for whatever would keep files and index from following: a file that would change and is
  // not as `from` has it, here or in the index; something that stands where a new file or folder must be; a
  // folder that cannot be written; an index that is locked, or that holds a merge which is not resolved.
  void check();
  // Notes, in the git folder, that the files are to follow the branch: for a process that dies before they
  // did. Called before the branch moves.
  void write_down() const;
  // Throws failed, or conflict where a file changed since the check. Takes the note away.
  void apply();
  // For when apply has failed: the index alone follows, so that the next commit of the user takes nothing
  // back. Throws failed.
  void apply_to_index();

  // Does what a process that died left undone, where its note says so and the branch is still where it moved
  // it, a tip whose tree is `tip_tree`. Files that somebody changed since are left alone, with a warning.
  // Throws as check and apply; the note stays then.
  static void finish_interrupted(Clone& clone, const git_oid& tip_tree);

 private:
  void finish();
  [[nodiscard]] bool is_in_the_way(const git2::IndexLines& index, const git2::FileChange& change) const;
  void check_folders() const;
  [[nodiscard]] bool parent_in_the_way(const std::string& path) const;
  void make_room() const;
  [[nodiscard]] bool has_mode(const struct stat& info, git_filemode_t mode) const;
  [[nodiscard]] bool is_as_before(const git2::IndexLines& index, const git2::FileChange& change) const;
  [[nodiscard]] bool is_ours(const git2::FileChange& change) const;
  // Whether a file holds only the beginning of a blob, as a process leaves it that dies while it writes it.
  [[nodiscard]] bool is_cut_off(const std::string& path, const git_oid& blob) const;
  // The blob id of a file or link; nullopt if nothing is there, zero for what is neither.
  [[nodiscard]] std::optional<git_oid> file_id(const std::string& path) const;
  [[nodiscard]] std::vector<std::string> paths() const;
  void put_into_index(const std::vector<std::string>& paths);

  Clone& clone_;
  bool active_;
  git_oid from_{};  // the trees
  git_oid to_{};
  std::vector<git2::FileChange> changes_;
  std::optional<GitWorktree> by_git_;  // where libgit2 does not understand the working tree
};

}  // namespace gimlet::gitops
