#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gitops/transport.hpp"

namespace gimlet::gitops {

// What is known of a remote that is a repository on this machine, read through libgit2, which is safe where
// writing is not, in well under a millisecond where git's processes take ten.

// True if a fetch of `refspecs` would change nothing: each source ref holds what its destination holds, or is
// missing. False whenever that is not certain: another kind of URL, a wildcard, a repository that cannot be
// opened.
bool nothing_to_fetch(const std::filesystem::path& repository, const std::string& url,
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
