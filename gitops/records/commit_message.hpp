#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gitops/records/history.hpp"
#include "gitops/repo.hpp"

namespace gimlet::gitops {

// What a commit's message says of itself: ours, GimletD's, or a person's.
struct CommitClaim {
  ReleaseKind kind = ReleaseKind::manual;
  std::string target;    // "env/app" of a release, rollback or delete; "" where the message does not say
  std::string restored;  // of a rollback: the id, or its beginning, of the release that is live again
  std::vector<std::string> reverted;  // ids named by "This reverts commit <id>."
};

// Readers know a rollback by "This reverts commit", as GimletD's did: its own rollbacks were `git revert`
// commits.
CommitClaim read_claim(std::string_view message);

// The value of a trailer in the message's last paragraph (git-interpret-trailers(1)): "Gimlet-Event:
// <value>".
std::optional<std::string> trailer(std::string_view message, std::string_view name);

}  // namespace gimlet::gitops
