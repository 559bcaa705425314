#include "app/inputs/ci.hpp"

#include <array>
#include <span>

#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

using Names = std::span<const char* const>;

constexpr std::array github_names{"GITHUB_ACTION",      "GITHUB_ACTOR",      "GITHUB_API_URL",
                                  "GITHUB_BASE_REF",    "GITHUB_EVENT_NAME", "GITHUB_HEAD_REF",
                                  "GITHUB_JOB",         "GITHUB_REF",        "GITHUB_REF_NAME",
                                  "GITHUB_REF_TYPE",    "GITHUB_REPOSITORY", "GITHUB_REPOSITORY_OWNER",
                                  "GITHUB_RUN_ATTEMPT", "GITHUB_RUN_ID",     "GITHUB_RUN_NUMBER",
                                  "GITHUB_SERVER_URL",  "GITHUB_SHA",        "GITHUB_WORKFLOW"};
constexpr std::array gitlab_names{"CI_COMMIT_BRANCH",
                                  "CI_COMMIT_REF_NAME",
                                  "CI_COMMIT_REF_SLUG",
                                  "CI_COMMIT_SHA",
                                  "CI_COMMIT_SHORT_SHA",
                                  "CI_COMMIT_TAG",
                                  "CI_COMMIT_TITLE",
                                  "CI_DEFAULT_BRANCH",
                                  "CI_JOB_ID",
                                  "CI_JOB_NAME",
                                  "CI_JOB_URL",
                                  "CI_PIPELINE_ID",
                                  "CI_PIPELINE_IID",
                                  "CI_PIPELINE_SOURCE",
                                  "CI_PIPELINE_URL",
                                  "CI_PROJECT_NAME",
                                  "CI_PROJECT_PATH",
                                  "CI_PROJECT_URL",
                                  "CI_SERVER_URL",
                                  "CI_MERGE_REQUEST_IID",
                                  "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
                                  "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"};
constexpr std::array circle_names{"CIRCLECI",
                                  "CIRCLE_BRANCH",
                                  "CIRCLE_BUILD_NUM",
                                  "CIRCLE_BUILD_URL",
                                  "CIRCLE_JOB",
                                  "CIRCLE_PROJECT_REPONAME",
                                  "CIRCLE_PROJECT_USERNAME",
                                  "CIRCLE_PULL_REQUEST",
                                  "CIRCLE_SHA1",
                                  "CIRCLE_TAG",
                                  "CIRCLE_USERNAME",
                                  "CIRCLE_WORKFLOW_ID"};

void copy_variables(const VariableLookup& variable, Names names, model::Variables& into) {
  for (const char* name : names) {
    if (const auto value = variable(name)) into[name] = *value;
  }
}

std::string text(const VariableLookup& variable, const char* name) {
  return variable(name).value_or("");
}

void set_event(CiBuild& build, bool is_tag, bool is_pr) {
  build.version.event = is_tag ? model::Event::tag : is_pr ? model::Event::pr : model::Event::push;
  build.has_event = true;
}

void read_github(const VariableLookup& variable, CiBuild& build) {
  build.provider = "github";
  copy_variables(variable, github_names, build.context);
  auto& version = build.version;
  version.repository_name = text(variable, "GITHUB_REPOSITORY");
  version.sha = text(variable, "GITHUB_SHA");
  const std::string event = text(variable, "GITHUB_EVENT_NAME");
  const bool is_tag = text(variable, "GITHUB_REF_TYPE") == "tag";
  const bool is_pr = event == "pull_request" || event == "pull_request_target";
  set_event(build, is_tag, is_pr);
  if (is_tag) {
    version.tag = text(variable, "GITHUB_REF_NAME");
  } else if (is_pr) {
    version.source_branch = text(variable, "GITHUB_HEAD_REF");
    version.target_branch = text(variable, "GITHUB_BASE_REF");
    version.branch = version.source_branch;
  } else {
    version.branch = text(variable, "GITHUB_REF_NAME");
  }
  const std::string server = text(variable, "GITHUB_SERVER_URL");
  if (!server.empty()) version.url = server + "/" + version.repository_name + "/commit/" + version.sha;
}

void read_gitlab(const VariableLookup& variable, CiBuild& build) {
  build.provider = "gitlab";
  copy_variables(variable, gitlab_names, build.context);
  auto& version = build.version;
  version.repository_name = text(variable, "CI_PROJECT_PATH");
  version.sha = text(variable, "CI_COMMIT_SHA");
  version.tag = text(variable, "CI_COMMIT_TAG");
  version.source_branch = text(variable, "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME");
  version.target_branch = text(variable, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME");
  set_event(build, !version.tag.empty(), !version.source_branch.empty());
  version.branch = version.source_branch.empty() ? text(variable, "CI_COMMIT_BRANCH") : version.source_branch;
  const std::string project = text(variable, "CI_PROJECT_URL");
  if (!project.empty()) version.url = project + "/-/commit/" + version.sha;
}

void read_circle(const VariableLookup& variable, CiBuild& build) {
  build.provider = "circleci";
  copy_variables(variable, circle_names, build.context);
  auto& version = build.version;
  const std::string owner = text(variable, "CIRCLE_PROJECT_USERNAME");
  if (!owner.empty()) version.repository_name = owner + "/" + text(variable, "CIRCLE_PROJECT_REPONAME");
  version.sha = text(variable, "CIRCLE_SHA1");
  version.tag = text(variable, "CIRCLE_TAG");
  version.branch = text(variable, "CIRCLE_BRANCH");
  version.url = text(variable, "CIRCLE_PULL_REQUEST");
  set_event(build, !version.tag.empty(), !version.url.empty());
  if (version.event == model::Event::pr) version.source_branch = version.branch;
}

constexpr std::array common_names{"REPO", "OWNER", "BRANCH", "TAG", "SHA", "ACTOR", "EVENT", "JOB"};

// The names every Gimlet CI plug-in sets: common_names.
void add_common_names(CiBuild& build, const std::string& actor, const std::string& job) {
  const auto& version = build.version;
  const auto set = [&](const char* name, std::string value) {
    if (!value.empty()) build.context[name] = std::move(value);
  };
  set("REPO", version.repository_name);
  set("OWNER", version.repository_name.substr(0, version.repository_name.find('/')));
  set("BRANCH", version.branch);
  set("TAG", version.tag);
  set("SHA", version.sha);
  set("ACTOR", actor);
  set("EVENT", std::string(model::to_string(version.event)));
  set("JOB", job);
}

}  // namespace

CiBuild detect_ci(const VariableLookup& variable) {
  CiBuild build;
  if (variable("GITHUB_ACTIONS")) {
    read_github(variable, build);
    add_common_names(build, text(variable, "GITHUB_ACTOR"), text(variable, "GITHUB_JOB"));
  } else if (variable("GITLAB_CI")) {
    read_gitlab(variable, build);
    add_common_names(build, text(variable, "GITLAB_USER_LOGIN"), text(variable, "CI_JOB_NAME"));
  } else if (variable("CIRCLECI")) {
    read_circle(variable, build);
    add_common_names(build, text(variable, "CIRCLE_USERNAME"), text(variable, "CIRCLE_JOB"));
  }
  return build;
}

std::vector<std::string> ci_variable_names() {
  std::vector<std::string> all;
  for (const Names names :
       {Names(common_names), Names(github_names), Names(gitlab_names), Names(circle_names)}) {
    all.insert(all.end(), names.begin(), names.end());
  }
  return all;
}

}  // namespace gimlet::app
