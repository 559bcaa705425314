#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gitops/git2/oid.hpp"
#include "gitops/git2/tree_diff.hpp"

namespace gimlet::gitops {

// A working tree and its index, read and written by the user's git: for those that libgit2 does not
// understand (filters, sparse checkouts, split and sparse indexes). Trees are given as WorktreeSync has them.
class GitWorktree {
 public:
  GitWorktree(std::filesystem::path git_folder, std::filesystem::path root)
      : own_folder_(std::move(git_folder)), root_(std::move(root)) {}

  // Throws conflict if git would not bring files and index from one tree to the other: `git read-tree -m -u`
  // decides. It passes over what the user told git not to look at; of such files, a change is a conflict as
  // well.
  void check(const git_oid& from, const git_oid& to, const std::vector<git2::FileChange>& changes) const;
  // Brings files and index from one tree to the other. Throws conflict where they changed since the check.
  void apply(const git_oid& from, const git_oid& to) const;
  // The index alone, whatever the files are. Throws failed.
  void apply_to_index(const git_oid& from, const git_oid& to) const;
  // Writes files as the index has them, over whatever is there, and removes those that it does not have.
  // Throws failed.
  void restore(const std::vector<std::string>& paths) const;
  // The blob ids of files, as `git add` would write them; those that are no regular files are left out.
  // Throws failed.
  [[nodiscard]] std::map<std::string, git_oid> file_ids(const std::vector<std::string>& paths) const;

 private:
  [[nodiscard]] std::string run(const std::string& doing, const std::vector<std::string>& arguments,
                                const std::string& input = "") const;
  [[nodiscard]] std::vector<std::string> passed_over(const std::vector<git2::FileChange>& changes) const;

  std::filesystem::path own_folder_;
  std::filesystem::path root_;
};

}  // namespace gimlet::gitops
