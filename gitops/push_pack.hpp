#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gitops/git2/objects.hpp"

namespace gimlet::gitops {

// The objects that somebody whose branch stands at `from` lacks of `to`: the commits between them and, for
// each, the files and folders that stand elsewhere or otherwise in its parent. A folder brought back from an
// older commit is among them, which costs bytes and spares the walk through the whole tree that tells git
// what the other side has. nullopt if `to` is not at the end of a line of at most a hundred commits that
// begins at `from`, which then git must work out. `from` is nullopt for a branch that is to be new: a root
// commit begins the line.
std::optional<std::vector<git_oid>> objects_between(git2::Objects& objects,
                                                    const std::optional<git_oid>& from, const git_oid& to);

// The pack (gitformat-pack(5)) of these objects. nullopt as above, and if an object is missing here.
std::optional<std::string> pack_between(git_repository* repository, const std::optional<git_oid>& from,
                                        const git_oid& to);

}  // namespace gimlet::gitops
