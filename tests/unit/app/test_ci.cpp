#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include <doctest/doctest.h>

#include "app/inputs/ci.hpp"
#include "app/inputs/ci_systems.hpp"
#include "app/inputs/web_page.hpp"
#include "core/model/content_id.hpp"
#include "core/util/json.hpp"

using namespace gimlet;
using namespace gimlet::app;

namespace {

using Variables = std::map<std::string, std::string>;

VariableLookup lookup(const Variables& variables) {
  return [variables](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end() || found->second.empty()) return std::nullopt;
    return found->second;
  };
}

// The names of a column of the table.
std::vector<std::string> words(std::string_view text) {
  std::istringstream stream{std::string(text)};
  std::vector<std::string> result;
  for (std::string word; stream >> word;) result.push_back(word);
  return result;
}

std::string context_id(const std::string& name, const std::string& value) {
  Json document{{"version", {{"repositoryName", "o/r"}, {"sha", "abc"}}}};
  document["context"][name] = value;
  return model::content_id(document);
}

}  // namespace

TEST_CASE("ci: each row of the table is recognised by each of its marks") {
  for (const CiSystem& system : ci_systems()) {
    for (const std::string& mark : words(system.marks)) {
      const std::size_t at = mark.find('=');
      const std::string value = at == std::string::npos ? "1" : mark.substr(at + 1);
      CHECK_MESSAGE(detect_ci(lookup({{mark.substr(0, at), value}})).system == system.name, mark);
    }
  }
  for (const char* no : {"false", "False", "0", "no", "off"}) {
    CHECK(detect_ci(lookup({{"GITHUB_ACTIONS", no}, {"TF_BUILD", no}, {"CI", no}})).system.empty());
  }
  CHECK(detect_ci(lookup({})).system.empty());
  CHECK(detect_ci(lookup({{"CI", "drone"}})).in_unknown_ci);
  CHECK_FALSE(detect_ci(lookup({{"CI", "False"}})).in_unknown_ci);
}

TEST_CASE("ci: the texts of the table are well formed, and their variables have names of the system's") {
  for (const CiSystem& system : ci_systems()) {
    const auto columns = {
        system.repository, system.repository_url, system.owner,         system.sha,
        system.ref,        system.branch,         system.tag,           system.url,
        system.message,    system.author_name,    system.author_email,  system.created,
        system.event,      system.request,        system.source_branch, system.target_branch,
        system.head_sha,   system.request_url,    system.actor,         system.job};
    for (const std::string_view column : columns) {
      for (const std::string& text : words(column)) {
        CHECK_MESSAGE(text.find('{') != std::string::npos, text);
        CHECK_MESSAGE(std::count(text.begin(), text.end(), '{') == std::count(text.begin(), text.end(), '}'),
                      text);
      }
    }
  }
}

TEST_CASE("ci: no name that is handed on looks like a secret's, and none is there twice") {
  for (const CiSystem& system : ci_systems()) {
    std::set<std::string> seen;
    for (const std::string& name : words(system.variables)) {
      CHECK_MESSAGE(!model::looks_secret(name), name);
      CHECK_MESSAGE(seen.insert(name).second, name);
      CHECK_MESSAGE(name.find("NETRC") == std::string::npos, name);
    }
    // These hold tokens, whatever their names say.
    for (const char* name : {"CI_REPOSITORY_URL", "CI_JOB_JWT", "CI_REGISTRY_USER", "CI_DEPLOY_USER"}) {
      CHECK(seen.count(name) == 0);
    }
  }
}

TEST_CASE("ci: a password in a URL does not get into the context") {
  const CiBuild build = detect_ci(lookup({{"BUILDKITE", "true"},
                                          {"BUILDKITE_REPO", "https://bot:hunter2@github.com/acme/web.git"},
                                          {"BUILDKITE_COMMIT", "abc"},
                                          {"BUILDKITE_BRANCH", "main"},
                                          {"BUILDKITE_SOURCE", "webhook"}}));
  CHECK(build.version.repository_name == "acme/web");
  CHECK(build.version.url == "https://github.com/acme/web/commit/abc");
  for (const auto& [name, value] : build_variables(build, build.version)) {
    CHECK_MESSAGE(value.find("hunter2") == std::string::npos, name);
  }
  const CiBuild drone = detect_ci(lookup({{"DRONE", "true"},
                                          {"DRONE_BUILD_EVENT", "push"},
                                          {"DRONE_BRANCH", "main"},
                                          {"DRONE_COMMIT_LINK", "https://u:hunter2@git.acme.org/acme/web"}}));
  CHECK(drone.version.url == "https://u:***@git.acme.org/acme/web");
}

TEST_CASE("ci: what differs from run to run is not a part of an artifact's id") {
  // Those of each system that name a run in its documentation.
  for (const char* name : {"GITHUB_RUN_ID",
                           "GITHUB_RUN_NUMBER",
                           "GITHUB_RUN_ATTEMPT",
                           "GITHUB_ACTOR",
                           "GITHUB_TRIGGERING_ACTOR",
                           "GITHUB_WORKSPACE",
                           "CI_JOB_ID",
                           "CI_BUILD_ID",
                           "CI_PIPELINE_URL",
                           "CI_JOB_STARTED_AT",
                           "CI_RUNNER_ID",
                           "CI_CONCURRENT_PROJECT_ID",
                           "CI_PROJECT_DIR",
                           "CIRCLE_BUILD_NUM",
                           "CIRCLE_WORKFLOW_WORKSPACE_ID",
                           "CIRCLE_PREVIOUS_BUILD_NUM",
                           "BUILD_NUMBER",
                           "BUILD_URL",
                           "BUILD_TAG",
                           "GIT_PREVIOUS_COMMIT",
                           "BITBUCKET_STEP_UUID",
                           "BITBUCKET_PIPELINE_UUID",
                           "BITBUCKET_STEP_RUN_NUMBER",
                           "BUILD_BUILDID",
                           "BUILD_REQUESTEDFOR",
                           "SYSTEM_STAGEATTEMPT",
                           "DRONE_BUILD_NUMBER",
                           "DRONE_STAGE_STARTED",
                           "DRONE_BUILD_PARENT",
                           "CI_PIPELINE_NUMBER",
                           "CI_STEP_URL",
                           "CI_STEP_STARTED",
                           "BUILDKITE_BUILD_CREATOR",
                           "BUILDKITE_RETRY_COUNT",
                           "BUILDKITE_REBUILT_FROM_BUILD_ID",
                           "BUILDKITE_STEP_ID",
                           "GITHUB_OUTPUT",
                           "GITHUB_ENV",
                           "GITHUB_PATH",
                           "GITHUB_STATE",
                           "GITHUB_STEP_SUMMARY",
                           "GITHUB_EVENT_PATH",
                           "CIRCLE_SHELL_ENV",
                           "CIRCLE_INTERNAL_TASK_DATA",
                           "CIRCLE_OIDC_TOKEN_V2",
                           "CI_PREV_COMMIT_SHA",
                           "CI_MACHINE",
                           "ACTOR"}) {
    CHECK_MESSAGE(context_id(name, "1") == context_id(name, "2"), name);
  }
  for (const char* name :
       {"GITHUB_REF", "CI_COMMIT_TAG", "CI_REGISTRY_IMAGE", "BITBUCKET_BRANCH", "DRONE_TAG"}) {
    CHECK_MESSAGE(context_id(name, "1") != context_id(name, "2"), name);
  }
}

TEST_CASE("ci: who started the build, also where that is all that is known") {
  CHECK(ci_actor(lookup({{"GITHUB_ACTIONS", "true"}, {"GITHUB_ACTOR", "octocat"}})) == "octocat");
  CHECK(ci_actor(lookup({{"BUILDKITE", "true"}, {"BUILDKITE_BUILD_AUTHOR", "ann"}})) == "ann");
  CHECK(ci_actor(lookup({{"GITHUB_ACTOR", "octocat"}})) == "octocat");
  CHECK_FALSE(ci_actor(lookup({{"GITLAB_CI", "true"}, {"GITHUB_ACTOR", "octocat"}})));
  CHECK_FALSE(ci_actor(lookup({})));
}

TEST_CASE("web pages: of each forge, from what git clones") {
  CHECK(commit_page("git@github.com:acme/web.git", "abc") == "https://github.com/acme/web/commit/abc");
  CHECK(commit_page("https://u:p@gitlab.acme.org:8443/a/b/c.git/", "abc") ==
        "https://gitlab.acme.org:8443/a/b/c/-/commit/abc");
  CHECK(commit_page("ssh://git@bitbucket.org:22/acme/web", "abc") ==
        "https://bitbucket.org/acme/web/commits/abc");
  CHECK(request_page("http://git.acme.org/acme/web.git", "7") == "http://git.acme.org/acme/web/pull/7");
  CHECK(request_page("https://gitlab.com/acme/web", "7") == "https://gitlab.com/acme/web/-/merge_requests/7");
  CHECK(request_page("https://acme@dev.azure.com/acme/Shop/_git/web", "7") ==
        "https://dev.azure.com/acme/Shop/_git/web/pullrequest/7");
  CHECK(commit_page("/srv/git/web.git", "abc").empty());
  CHECK(commit_page("https://github.com/acme/web", "").empty());
  CHECK(repository_page("").empty());
}
