#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "app/inputs/ci_systems.hpp"
#include "app/inputs/web_page.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/json.hpp"
#include "core/util/json_rounded.hpp"
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
    return parse_json_rounded(read_file(*path, JsonLimits{}.max_bytes), *path);
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
  if (value(variable, "GITHUB_EVENT_NAME") != "pull_request_target") {
    build.merge = CiBuild::Merge::of_forge;
  } else {
    version.sha.clear();
  }
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

// "origin/main", as the git plug-in calls a branch, without the remote. A remote that is called otherwise is
// seen behind refs/remotes/ alone: "fork/main" may be a branch.
std::string without_remote(std::string_view name) {
  for (const std::string_view prefix : {"refs/remotes/", "remotes/"}) {
    if (!name.starts_with(prefix)) continue;
    name.remove_prefix(prefix.size());
    return std::string(name.substr(std::min(name.find('/') + 1, name.size())));
  }
  for (const std::string_view prefix : {"origin/", "upstream/", "refs/heads/"}) {
    if (name.starts_with(prefix)) return std::string(name.substr(prefix.size()));
  }
  return std::string(name);
}

// True for a ref of a forge that shows a request: refs/changes/07/7/1, pull/7/merge, pr/7/head.
bool is_ref_of_request(std::string_view name) {
  const auto words = split(name, '/');
  const auto is_number = [&](std::size_t i) {
    return i < words.size() && !words[i].empty() &&
           words[i].find_first_not_of("0123456789") == std::string::npos;
  };
  if (words[0] == "refs") return true;  // of a forge's own: no branch and no tag
  if (words[0] == "changes") return is_number(1) && is_number(2);
  const bool is_folder =
      words[0] == "pull" || words[0] == "pull-requests" || words[0] == "pr" || words[0] == "merge-requests";
  return is_folder && is_number(1) && words.size() > 2;
}

// The branch or tag that was built. "detached" is none, nor is a request.
void read_jenkins_branch(const VariableLookup& variable, model::Version& version) {
  std::string name = value(variable, "BRANCH_NAME");
  const bool is_branch = !name.empty();
  if (name.empty()) name = value(variable, "GIT_LOCAL_BRANCH");
  if (name.empty()) name = without_remote(value(variable, "GIT_BRANCH"));
  for (const std::string_view prefix : {"refs/tags/", "tags/"}) {
    if (version.tag.empty() && name.starts_with(prefix)) version.tag = name.substr(prefix.size());
  }
  const bool is_none = name == "detached" || name == "HEAD" || (!is_branch && is_ref_of_request(name));
  version.branch = is_none || !version.tag.empty() ? "" : name;
}

// Jenkins merges the target into the head of a pull request, or builds the head, as a project says. The name
// of the build may tell which of them it is: PR-7-merge, PR-7-head, PR-7.
void read_jenkins_request(const VariableLookup& variable, CiBuild& build) {
  const std::string name = value(variable, "BRANCH_NAME");
  const std::string ref = value(variable, "GIT_BRANCH");
  build.version.author_name = value(variable, "CHANGE_AUTHOR_DISPLAY_NAME");
  build.version.author_email = value(variable, "CHANGE_AUTHOR_EMAIL");
  if (build.version.sha != value(variable, "GIT_COMMIT")) return;  // it is told
  if (variable("CHANGE_ID")) {
    if (name.ends_with("-head")) return;
    build.merge = CiBuild::Merge::maybe_of_jenkins;
    if (!name.ends_with("-merge")) return;
    build.merge = CiBuild::Merge::of_jenkins;
    build.head_problem = "Jenkins built " + name + ", a merge, and the checkout does not hold it";
  } else if (ref.ends_with("/merge") && is_ref_of_request(without_remote(ref))) {
    build.merge = CiBuild::Merge::of_forge;
    build.head_problem = "Jenkins built " + ref + ", and its plug-in does not tell it";
  }
}

// What the plug-ins say of why they started a build; nullopt where they say nothing of it.
std::optional<Event> jenkins_event(const VariableLookup& variable) {
  const auto is = [&](const char* name, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), value(variable, name)) != words.end();
  };
  // EnvInject lists causes, of which there are as many as plug-ins.
  const std::string cause = value(variable, "BUILD_CAUSE") + value(variable, "ROOT_BUILD_CAUSE");
  const auto has_cause = [&](std::string_view word) { return cause.find(word) != std::string::npos; };
  if (has_cause("TIMERTRIGGER")) return Event::schedule;
  if (has_cause("MANUALTRIGGER")) return Event::manual;
  if (has_cause("UPSTREAMTRIGGER")) return Event::other;
  if (is("gitlabActionType", {"NOTE", "PIPELINE"})) return Event::other;
  if (is("gitlabMergeRequestState", {"closed", "merged"}) || is("GITHUB_PR_STATE", {"CLOSED"})) {
    return Event::other;
  }
  if (variable("BITBUCKET_PULL_REQUEST_ID") && variable("BITBUCKET_X_EVENT") &&
      !is("BITBUCKET_X_EVENT",
          {"pullrequest:created", "pullrequest:updated", "pr:opened", "pr:from_ref_updated"})) {
    return Event::other;
  }
  // A patchset waits for its review.
  if (variable("GERRIT_EVENT_TYPE") && !is("GERRIT_EVENT_TYPE", {"ref-updated", "change-merged"})) {
    return Event::other;
  }
  return std::nullopt;
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

// A pipeline of merged results is of a commit that GitLab makes for it.
void complete_gitlab(const VariableLookup& variable, CiBuild& build) {
  const std::string type = value(variable, "CI_MERGE_REQUEST_EVENT_TYPE");
  if (build.version.event != Event::pr || (type != "merged_result" && type != "merge_train")) return;
  if (variable("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA")) return;
  build.merge = CiBuild::Merge::of_forge;
  build.head_problem = "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA, which would tell it, is not set";
}

void complete_azure(const VariableLookup& variable, CiBuild& build) {
  if (build.owner.empty()) build.owner = value(variable, "SYSTEM_TEAMPROJECT");
  if (build.version.event != Event::pr) return;
  const std::string ref = value(variable, "BUILD_SOURCEBRANCH");
  if (!variable("SYSTEM_PULLREQUEST_SOURCECOMMITID") && ref.starts_with("refs/pull/") &&
      ref.ends_with("/merge")) {
    build.merge = CiBuild::Merge::of_forge;
    build.head_problem = "SYSTEM_PULLREQUEST_SOURCECOMMITID, which would tell it, is not set";
  }
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
    read_jenkins_request(variable, build);
  } else {
    read_jenkins_branch(variable, version);
    if (value(variable, "gitlabActionType") == "TAG_PUSH" && version.tag.empty()) {
      version.tag = tag_of_ref(value(variable, "gitlabSourceBranch"));
      if (version.tag.empty()) version.tag = tag_of_ref(value(variable, "gitlabBranch"));
      if (version.tag.empty()) version.tag = version.branch;
      version.branch.clear();
    }
    if (version.event == Event::push && !version.tag.empty()) version.event = Event::tag;
    build.has_event = !version.branch.empty() || !version.tag.empty();
  }
  if (const auto event = jenkins_event(variable)) {
    version.event = *event;
    build.has_event = true;
  }
  if (version.event == Event::other && variable("GERRIT_EVENT_TYPE")) {
    version.target_branch = value(variable, "GERRIT_BRANCH");
    version.branch.clear();
  }
}

}  // namespace gimlet::app
