#pragma once

#include <optional>
#include <string>

#include "gitops/git2/handle.hpp"

namespace gimlet::gitops {

// The pack (gitformat-pack(5)) of what a remote whose branch stands at `from` lacks of `to`: the commits
// between them and, for each, the files and folders that stand elsewhere or otherwise in its parent. A folder
// brought back from an older commit is sent again, which costs bytes and spares the walk through the whole
// tree that tells git what the remote has. nullopt if `to` is not at the end of a line of at most a hundred
// commits that begins at `from`, which then git must work out, or if an object is missing here. `from` is
// nullopt for a branch that is to be new: a root commit begins the line.
std::optional<std::string> pack_between(git_repository* repository, const std::optional<git_oid>& from,
                                        const git_oid& to);

}  // namespace gimlet::gitops
