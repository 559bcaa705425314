#pragma once

#include <string>
#include <vector>

#include "gitops/local/clone.hpp"
#include "gitops/transport/transport.hpp"

namespace gimlet::gitops {

// Fetches refspecs ("+refs/heads/main:refs/remotes/origin/main") and gives the sources that the remote does
// not have. A branch "prod" that became "prod/eu" leaves a copy here that is in the way of the new one: it is
// removed, in a clone where git fetch would prune it too (git-config(1), fetch.prune and
// remote.<name>.prune). Throws failed, also for a copy in the way that is not to be removed.
std::vector<std::string> fetch_refs(const Clone& clone, Transport& transport,
                                    const std::vector<std::string>& refspecs);

}  // namespace gimlet::gitops
