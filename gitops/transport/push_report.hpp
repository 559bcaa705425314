#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gitops/transport/transport.hpp"

namespace gimlet::gitops {

// What the remote reported for one ref of a push.
struct RefReport {
  std::string ref;
  bool accepted = false;
  std::string reason;  // "pre-receive hook declined", "stale info", …; "" if accepted
};

// What a push came to. A hook's refusal is final. Any other refusal may be a lost race, and the words differ
// between servers, so the remote's refs decide: one that is no longer `expected` makes it moved. Where the
// reason speaks of a lock, another writer may still hold it, so the refs are looked at for up to a second.
// `text` is what the server said besides. Throws failed if the remote could not store the objects.
PushReply conclude_push(const std::vector<RefUpdate>& updates, const std::vector<RefReport>& reports,
                        const std::string& text,
                        const std::function<std::map<std::string, std::string>()>& list_refs);

// Throws bad_input unless every update is of a full ref name and its ids are 40 hex digits (`expected` may be
// empty): they become arguments of programs.
void check_updates(const std::vector<RefUpdate>& updates);

// True if the remote's refs hold every update already.
bool holds_updates(const std::map<std::string, std::string>& refs, const std::vector<RefUpdate>& updates);

// The reports in the output of `git push --porcelain` (git-push(1), OUTPUT).
std::vector<RefReport> parse_push_porcelain(std::string_view output);

}  // namespace gimlet::gitops
