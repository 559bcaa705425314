#include <string_view>

#include <fmt/format.h>

#include "app/inputs/ci_systems.hpp"
#include "app/inputs/web_page.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

using model::Event;

std::string value(const VariableLookup& variable, const char* name) {
  return variable(name).value_or("");
}

// A text in a document that somebody else wrote: "" where there is none.
std::string text_at(const Json& document, const char* pointer) {
  const Json::json_pointer at(pointer);
  if (!document.contains(at)) return "";
  const Json& found = document.at(at);
  return found.is_string() ? found.get<std::string>() : "";
}

// The payload of the webhook that started a workflow.
Json github_payload(const VariableLookup& variable, std::string& problem) {
  const auto path = variable("GITHUB_EVENT_PATH");
  if (!path) {
    problem = "GITHUB_EVENT_PATH, which would tell it, is not set";
    return nullptr;
  }
  try {
    return parse_json(read_file(*path, JsonLimits{}.max_bytes), *path);
  } catch (const Error& error) {
    problem = "the file of GITHUB_EVENT_PATH, which would tell it, cannot be read: " + error.str();
    return nullptr;
  }
}

// GITHUB_SHA is a merge that GitHub made for this run, or, for pull_request_target, the head of the target.
void read_github_request(const VariableLookup& variable, const Json& payload, const std::string& problem,
                         CiBuild& build) {
  auto& version = build.version;
  const std::string head = text_at(payload, "/pull_request/head/sha");
  const auto set = [](std::string& field, std::string told) {
    if (!told.empty()) field = std::move(told);
  };
  set(version.source_branch, text_at(payload, "/pull_request/head/ref"));
  set(version.target_branch, text_at(payload, "/pull_request/base/ref"));
  set(version.url, text_at(payload, "/pull_request/html_url"));
  set(version.author_name, text_at(payload, "/pull_request/user/login"));
  version.branch = version.source_branch;
  version.tag.clear();
  if (!head.empty()) {
    version.sha = head;
    return;
  }
  build.head_problem = problem.empty() ? "the file of GITHUB_EVENT_PATH does not tell it" : problem;
  build.sha_is_merge = value(variable, "GITHUB_EVENT_NAME") != "pull_request_target";
  if (!build.sha_is_merge) version.sha.clear();
}

void read_github_push(const Json& payload, model::Version& version) {
  if (text_at(payload, "/head_commit/id") != version.sha) return;
  version.message = trim(text_at(payload, "/head_commit/message"));
  version.author_name = text_at(payload, "/head_commit/author/name");
  version.author_email = text_at(payload, "/head_commit/author/email");
  version.committer_name = text_at(payload, "/head_commit/committer/name");
  version.committer_email = text_at(payload, "/head_commit/committer/email");
  if (const auto created = parse_time(text_at(payload, "/head_commit/timestamp"))) version.created = *created;
}

// The variable that Gimlet's own action sets: the branch, or what GITHUB_REF is instead.
void add_github_branch(const VariableLookup& variable, CiBuild& build) {
  std::string branch = build.version.source_branch;
  const std::string ref = value(variable, "GITHUB_REF");
  if (branch.empty()) branch = build.version.branch;
  if (branch.empty()) branch = ref;
  if (!branch.empty()) build.context.try_emplace("GITHUB_BRANCH", branch);
}

// "origin/main", as the git plug-in calls a branch; "detached" is none.
void read_jenkins_branch(model::Version& version) {
  std::string name = version.branch;
  for (const std::string_view prefix : {"refs/remotes/", "remotes/", "origin/", "refs/heads/"}) {
    if (name.starts_with(prefix)) name.erase(0, prefix.size());
  }
  for (const std::string_view prefix : {"refs/tags/", "tags/"}) {
    if (version.tag.empty() && name.starts_with(prefix)) version.tag = name.substr(prefix.size());
  }
  const bool is_none = name == "detached" || name == "HEAD";
  version.branch = is_none || !version.tag.empty() ? "" : name;
}

}  // namespace

void complete_github(const VariableLookup& variable, CiBuild& build) {
  auto& version = build.version;
  const std::string event = value(variable, "GITHUB_EVENT_NAME");
  if (!variable("GITHUB_REF")) {  // some runners set these alone
    const bool is_tag = value(variable, "GITHUB_REF_TYPE") == "tag";
    const std::string name = value(variable, "GITHUB_REF_NAME");
    if (is_tag) version.tag = name;
    if (!is_tag && version.event != Event::pr) version.branch = name;
    if (event.empty()) build.has_event = !name.empty();
    if (is_tag && version.event == Event::push) version.event = Event::tag;
  }
  std::string problem;
  const Json payload = github_payload(variable, problem);
  const bool has_request = !text_at(payload, "/pull_request/head/sha").empty();
  if (version.event == Event::pr || has_request) read_github_request(variable, payload, problem, build);
  if (version.event == Event::pr && text_at(payload, "/action") == "closed") version.event = Event::other;
  if (event == "push") read_github_push(payload, version);
  add_github_branch(variable, build);
}

void complete_azure(const VariableLookup& variable, CiBuild& build) {
  if (build.owner.empty()) build.owner = value(variable, "SYSTEM_TEAMPROJECT");
  if (build.version.event != Event::pr) return;
  const std::string repository = value(variable, "BUILD_REPOSITORY_URI");
  const std::string id = value(variable, "SYSTEM_PULLREQUEST_PULLREQUESTID");
  const std::string number = value(variable, "SYSTEM_PULLREQUEST_PULLREQUESTNUMBER");
  if (!number.empty()) {
    build.version.url = request_page(repository, number);
  } else if (value(variable, "BUILD_REPOSITORY_PROVIDER") == "TfsGit" && !id.empty()) {
    build.version.url = fmt::format("{}/pullrequest/{}", repository_page(repository), id);
  } else if (!id.empty()) {
    build.version.url = request_page(repository, id);
  }
}

void complete_woodpecker(const VariableLookup& variable, CiBuild& build) {
  auto& version = build.version;
  if (version.event != Event::pr || !version.source_branch.empty()) return;
  const std::string refspec = value(variable, "CI_COMMIT_REFSPEC");  // source:target
  const std::size_t colon = refspec.find(':');
  if (colon == std::string::npos) return;
  version.source_branch = version.branch = refspec.substr(0, colon);
  version.target_branch = refspec.substr(colon + 1);
}

void complete_buildkite(const VariableLookup& variable, CiBuild& build) {
  auto& version = build.version;
  if (version.sha == "HEAD") {  // of a build that somebody started, before its checkout
    version.sha.clear();
    version.url.clear();
  }
  if (variable("BUILDKITE_MERGE_QUEUE_BASE_BRANCH")) version.event = Event::other;
  if (version.event != Event::pr) return;
  version.url = request_page(value(variable, "BUILDKITE_REPO"), value(variable, "BUILDKITE_PULL_REQUEST"));
}

void complete_jenkins(const VariableLookup& variable, CiBuild& build) {
  auto& version = build.version;
  if (version.event == Event::pr) {
    version.author_name = value(variable, "CHANGE_AUTHOR_DISPLAY_NAME");
    version.author_email = value(variable, "CHANGE_AUTHOR_EMAIL");
  } else {
    read_jenkins_branch(version);
    if (version.event == Event::push && !version.tag.empty()) version.event = Event::tag;
    build.has_event = !version.branch.empty() || !version.tag.empty();
  }
  // EnvInject lists causes, of which there are as many as plug-ins; and the gitlab plug-in says what it was
  // told.
  const std::string cause = value(variable, "BUILD_CAUSE") + value(variable, "ROOT_BUILD_CAUSE");
  const std::string action = value(variable, "gitlabActionType");
  const auto is = [&](std::string_view word) { return cause.find(word) != std::string::npos; };
  if (is("UPSTREAMTRIGGER") || action == "NOTE" || action == "PIPELINE") version.event = Event::other;
  if (is("MANUALTRIGGER")) version.event = Event::manual;
  if (is("TIMERTRIGGER")) version.event = Event::schedule;
}

}  // namespace gimlet::app
