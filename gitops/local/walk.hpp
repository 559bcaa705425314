#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gitops/git2/objects.hpp"
#include "gitops/repo.hpp"

namespace gimlet::gitops {

// Repo::walk and Repo::walk_changes over a repository's objects.
void walk_commits(git2::Objects& objects, const git_oid& from,
                  const std::function<bool(const CommitInfo&)>& visit);
void walk_changed(
    git2::Objects& objects, const git_oid& from, const std::vector<std::string>& folders,
    const std::function<bool(const CommitInfo&, const std::vector<std::string>& changed)>& visit);

}  // namespace gimlet::gitops
