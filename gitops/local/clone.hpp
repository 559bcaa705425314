#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "gitops/git2/config.hpp"
#include "gitops/git2/objects.hpp"
#include "gitops/git2/shared_mode.hpp"
#include "gitops/local/filters.hpp"
#include "gitops/local/remote_branch.hpp"
#include "gitops/repo.hpp"

namespace gimlet::gitops {

// An open repository on disk, the branch we work on and the remote it follows: what the parts of GitRepo
// share.
struct Clone {
  git2::Repository repository;
  git2::Config config;  // as it was when the repository was opened
  std::shared_ptr<git2::Objects> objects;
  std::shared_ptr<Filters> filters;
  RepoOptions options;
  std::string display_name;
  std::string branch;
  bool mirror = false;  // a URL's copy in the cache folder: its branch is the remote's

  std::string local_ref;  // refs/heads/<branch>
  RemoteBranch remote;    // a mirror's tracking ref is the local one

  [[nodiscard]] bool has_remote() const { return !remote.fetch_url.empty(); }
  // True if the branch is what the working tree holds.
  [[nodiscard]] bool is_checked_out() const;
  // True if a rebase of the branch is not finished, in whichever working tree: git moves the branch at its
  // end.
  [[nodiscard]] bool is_being_rebased() const;
  // Where the working tree is, or the repository itself when it is bare.
  [[nodiscard]] std::filesystem::path root() const;
  // Where git is started to find this repository: root(), or the git folder of one whose core.worktree has no
  // ".git" that leads back to it.
  [[nodiscard]] std::filesystem::path start_folder() const;
  // The folder all linked working trees share.
  [[nodiscard]] std::filesystem::path common_folder() const;
  // What a ref points to; nullopt if it does not exist.
  [[nodiscard]] std::optional<git_oid> ref(const std::string& name) const;
  // Of what is made in the git folder.
  [[nodiscard]] git2::SharedMode shared_mode() const { return git2::SharedMode::of(repository.get()); }
  void warn(const std::string& text) const;
};

// Opens the repository at a path and finds branch and remote. Throws not_found if nothing is there, bad_input
// if it is no git repository, one of a format that is not supported, or has a detached HEAD and no branch was
// asked for.
Clone open_clone(const std::filesystem::path& path, const RepoOptions& options);

}  // namespace gimlet::gitops
