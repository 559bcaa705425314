#include "core/model/policy.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/model/artifact.hpp"
#include "core/model/event.hpp"
#include "core/model/pattern.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::model {
namespace {

// A commit message that asks every application with commitMessagePatterns for a release.
constexpr const char* deploy_all = "*[DEPLOY: ALL]*";

// In commit message patterns "[" and "]" are plain characters.
std::string with_plain_brackets(std::string_view pattern) {
  std::string result;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\' && i + 1 < pattern.size()) {
      result += c;
      result += pattern[++i];
      continue;
    }
    if (c == '[' || c == ']') result += '\\';
    result += c;
  }
  return result;
}

bool message_matches(std::string_view pattern, std::string_view message) {
  return pattern == message || pattern_matches(with_plain_brackets(pattern), message);
}

std::string quoted(std::string_view text) {
  return "\"" + printable_line(text) + "\"";
}

bool is_empty(const DeployPolicy& policy) {
  return policy.branch.empty() && !policy.event && policy.tag.empty() &&
         policy.commit_message_patterns.empty();
}

std::string branch_problem(const DeployPolicy& policy) {
  if (policy.branch.empty() || (policy.event && *policy.event != Event::tag)) return "";
  return "\"branch\" needs \"event\": push or pr; this policy never releases";
}

std::string tag_problem(const DeployPolicy& policy) {
  if (policy.tag.empty() || policy.event == Event::tag) return "";
  return "\"tag\" needs \"event\": tag; this policy never releases";
}

Decision no(std::string rule, std::string reason) {
  return {false, std::move(rule), std::move(reason)};
}

// The outcome of matching one name of the version with the policy's pattern for it.
Decision match_name(std::string_view rule, std::string_view pattern, std::string_view name) {
  Decision decision{true, std::string(rule), ""};
  decision.release = pattern_matches(pattern, name);
  if (decision.release) return decision;
  decision.reason = name.empty()
                        ? fmt::format("the artifact has no {} to match {}", rule, quoted(pattern))
                        : fmt::format("{} {} does not match {}", rule, quoted(name), quoted(pattern));
  return decision;
}

bool any_message_pattern(const DeployPolicy& policy, std::string_view message) {
  bool match = message_matches(deploy_all, message);
  // All are tried, so that one that does not parse is an error whatever the message is.
  for (const std::string& pattern : policy.commit_message_patterns) {
    match = message_matches(pattern, message) || match;
  }
  return match;
}

std::string matched(const DeployPolicy& policy) {
  std::vector<std::string> parts;
  if (policy.event) parts.push_back(fmt::format("event {}", to_string(*policy.event)));
  if (!policy.branch.empty()) parts.push_back("branch " + printable_line(policy.branch));
  if (!policy.tag.empty()) parts.push_back("tag " + printable_line(policy.tag));
  if (!policy.commit_message_patterns.empty()) parts.emplace_back("commit message");
  return "matched: " + join(parts, ", ");
}

// What each field of the policy says, in the order in which they are asked.
std::vector<Decision> decide_fields(const DeployPolicy& policy, const Version& version) {
  std::vector<Decision> decisions;
  if (!fires_policies(version.event)) {
    decisions.push_back(no(
        "event", fmt::format("event \"{}\" fires no policy: push, tag and pr do", to_string(version.event))));
  }
  if (policy.event && *policy.event != version.event) {
    decisions.push_back(no("event", fmt::format("event \"{}\" is not \"{}\"", to_string(version.event),
                                                to_string(*policy.event))));
  }
  if (!policy.branch.empty()) decisions.push_back(match_name("branch", policy.branch, version.branch));
  if (!policy.tag.empty()) decisions.push_back(match_name("tag", policy.tag, version.tag));
  if (!policy.commit_message_patterns.empty() && !any_message_pattern(policy, version.message)) {
    decisions.push_back(no("commitMessagePatterns", "no pattern matches the commit message"));
  }
  return decisions;
}

// "!" in front of a pattern that everything matches.
bool matches_nothing(std::string_view pattern) {
  return pattern.size() > 1 && pattern.front() == '!' &&
         pattern.find_first_not_of('*', 1) == std::string_view::npos;
}

void note_bad_pattern(std::vector<PolicyProblem>& problems, const std::string& field,
                      std::string_view pattern) {
  if (pattern.empty()) return;
  try {
    pattern_matches(pattern, "");
    if (matches_nothing(pattern)) {
      problems.push_back(
          {field, fmt::format("\"{}\": nothing matches the pattern {}; this policy never fires", field,
                              quoted(pattern))});
    }
  } catch (const Error& error) {
    problems.push_back({field, fmt::format("\"{}\": {}", field, error.message())});
  }
}

}  // namespace

Decision evaluate(const std::optional<DeployPolicy>& policy, const Version& version) {
  if (!policy) return no("deploy", "no deploy policy");
  if (is_empty(*policy)) return no("deploy", "the deploy policy is empty");
  const std::vector<Decision> decisions = decide_fields(*policy, version);
  if (const std::string problem = branch_problem(*policy); !problem.empty()) return no("branch", problem);
  if (const std::string problem = tag_problem(*policy); !problem.empty()) return no("tag", problem);
  const auto first_no = std::find_if(decisions.begin(), decisions.end(),
                                     [](const Decision& decision) { return !decision.release; });
  if (first_no != decisions.end()) return *first_no;
  return {true, "deploy", matched(*policy)};
}

std::vector<PolicyProblem> policy_problems(const DeployPolicy& policy) {
  std::vector<PolicyProblem> problems;
  if (std::string problem = branch_problem(policy); !problem.empty()) {
    problems.push_back({"branch", std::move(problem)});
  }
  if (std::string problem = tag_problem(policy); !problem.empty()) {
    problems.push_back({"tag", std::move(problem)});
  }
  note_bad_pattern(problems, "branch", policy.branch);
  note_bad_pattern(problems, "tag", policy.tag);
  for (const std::string& pattern : policy.commit_message_patterns) {
    note_bad_pattern(problems, "commitMessagePatterns", with_plain_brackets(pattern));
  }
  return problems;
}

std::vector<PolicyProblem> policy_problems(const CleanupPolicy& policy) {
  std::vector<PolicyProblem> problems;
  if (policy.app.empty()) problems.push_back({"app", "\"app\" is missing; this policy never fires"});
  if (policy.branch.empty()) problems.push_back({"branch", "\"branch\" is missing; this policy never fires"});
  note_bad_pattern(problems, "branch", policy.branch);
  return problems;
}

bool cleanup_matches(const CleanupPolicy& policy, std::string_view branch) {
  if (policy.app.empty()) return false;
  return pattern_matches(policy.branch, branch);
}

}  // namespace gimlet::model
