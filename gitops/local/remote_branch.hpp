#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/util/error.hpp"
#include "gitops/git2/config.hpp"

namespace gimlet::gitops {

// Where a branch of a clone goes when it is pushed: what `git push` without arguments would do
// (git-config(1): branch.<name>.remote, .merge and .pushRemote, remote.pushDefault, push.default,
// remote.<name>.push).
struct RemoteBranch {
  std::string remote;            // the remote's name; "" if the clone has none, or none is chosen
  std::string fetch_url;         // as configured: the transport applies url.<base>.insteadOf; "" likewise
  std::string push_url;          // what insteadOf, or pushInsteadOf, has made of it
  std::string ref;               // the branch at the remote: "refs/heads/main"
  std::string tracking_ref;      // the ref here that remembers it: in a mirror the branch itself
  std::optional<Error> no_push;  // why nothing can be pushed, with a hint of what to set
  std::string fetch_target;      // what insteadOf makes of fetch_url
};

// Never throws for what the configuration says: a clone that cannot push can still be read.
RemoteBranch find_remote_branch(const git2::Config& config, const std::string& branch);

// What git makes of a URL by url.<base>.insteadOf, or to push to one that has no pushurl beside it by
// url.<base>.pushInsteadOf (git-config(1)): the longest beginning that is replaced counts.
std::string rewritten_url(const git2::Config& config, const std::string& url);
std::string rewritten_push_url(const git2::Config& config, const std::string& url);

// What a refspec ("+refs/heads/*:refs/remotes/origin/*") makes of a ref; nullopt if it is not about it.
std::optional<std::string> map_ref(std::string_view refspec, std::string_view ref);
// What the refspecs that are configured make of a ref, one of them or none: a negative one ("^refs/heads/x")
// takes refs from the patterns.
std::optional<std::string> map_ref(const std::vector<std::string>& refspecs, std::string_view ref);

}  // namespace gimlet::gitops
