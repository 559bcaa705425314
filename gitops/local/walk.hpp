#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gitops/git2/objects.hpp"
#include "gitops/snapshot.hpp"

namespace gimlet::gitops {

// A commit as those see it who read a repository.
CommitInfo commit_info(const git_oid& id, const git2::CommitData& data);

// Repo::walk and Repo::walk_changes over a repository's objects.
void walk_commits(git2::Objects& objects, const git_oid& from,
                  const std::function<bool(const CommitInfo&)>& visit);
void walk_changed(
    git2::Objects& objects, const git_oid& from, const std::vector<std::string>& folders,
    const std::function<bool(const CommitInfo&, const std::vector<std::string>& changed)>& visit);

}  // namespace gimlet::gitops
