#pragma once

#include <string>

#include "gitops/git2/handle.hpp"

namespace gimlet::gitops {

// The unified diff of two trees (a zero id is the empty one) below a path ("" for all of it).
std::string unified_diff(git_repository* repository, const git_oid& from, const git_oid& to,
                         const std::string& path);

}  // namespace gimlet::gitops
