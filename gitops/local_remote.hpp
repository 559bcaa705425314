#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gitops/transport.hpp"

namespace gimlet::gitops {

// A remote that is a repository on this machine: what is done through libgit2, in a millisecond or two where
// git's processes take tens.

// A fetch of `refspecs`: each source ref that is missing, or holds what its destination holds, needs nothing;
// one that is a short line of commits ahead is copied, object by object, and its destination moved. False
// whenever that is not certain to be what `git fetch` would do, and git has to: for another kind of URL or
// one that is rewritten, a wildcard, a repository that cannot be opened; a repository that is shallow or
// partial, checks what it fetches, hides refs or restricts protocols; a ref that was rewound. What was copied
// until then does no harm.
bool fetch_on_this_machine(const std::filesystem::path& repository, const std::string& url,
                           const std::vector<std::string>& refspecs) noexcept;

// What to hand to git's receive-pack at `remote` to make an update that `git push` would make.
struct LocalPush {
  std::filesystem::path remote;
  std::string pack;
};
// nullopt whenever only `git push` is sure to do the right thing: for another kind of URL or one that is
// rewritten; where this repository has a pre-push hook, signs its pushes, sends push options or restricts
// protocols; where it is shallow or partial; and where its commits are more than a line on top of what the
// remote is expected to have.
std::optional<LocalPush> prepare_local_push(const std::filesystem::path& repository, const std::string& url,
                                            const RefUpdate& update) noexcept;

}  // namespace gimlet::gitops
