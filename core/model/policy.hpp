#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gimlet::model {

enum class Event;
struct Version;

// A manifest's own rule for automatic releases. Empty strings are absent fields.
struct DeployPolicy {
  std::string branch;
  std::optional<Event> event;
  std::string tag;
  std::vector<std::string> commit_message_patterns;
  bool any_order = false;  // `order: any`: an older version may replace a newer one
};

// A manifest's own rule for removal when a branch is deleted.
struct CleanupPolicy {
  std::string app;
  std::string event;  // "branchDeleted"
  std::string branch;
};

// Whether a policy asks for a release, and the rule that decided it, for people: "no deploy policy",
// "branch \"main\" does not match \"release/*\"", "matched: event push, branch main".
struct Decision {
  bool release = false;
  std::string rule;  // the field that decided: "deploy", "event", "branch", "tag", "commitMessagePatterns"
  std::string reason;
};

// The table "Deploy policy" of the wire conventions. Throws bad_input for a glob that does not parse.
Decision evaluate(const std::optional<DeployPolicy>& policy, const Version& version);

// Something wrong with a policy as it is written.
struct PolicyProblem {
  std::string field;    // "branch"; "" for the policy as a whole
  std::string message;  // names the field
};

// `branch` without `event` push or pr, `tag` without event tag, a glob that does not parse, a pattern that
// nothing matches. Empty if nothing is.
std::vector<PolicyProblem> policy_problems(const DeployPolicy& policy);
// No app or no branch, a glob that does not parse, a pattern that nothing matches.
std::vector<PolicyProblem> policy_problems(const CleanupPolicy& policy);

// Does the cleanup policy ask for removal when `branch` is deleted?
bool cleanup_matches(const CleanupPolicy& policy, std::string_view branch);

}  // namespace gimlet::model
