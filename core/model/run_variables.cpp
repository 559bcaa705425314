#include "core/model/run_variables.hpp"

#include <algorithm>
#include <array>

namespace gimlet::model {
namespace {

// Of each CI system, what its documentation says of a run: its number, its page, when it was.
constexpr std::array run_names{
    // GitHub Actions
    "GITHUB_RUN_ATTEMPT", "GITHUB_RUN_ID", "GITHUB_RUN_NUMBER",
    // GitLab
    "CI_BUILD_ID", "CI_JOB_ID", "CI_JOB_STARTED_AT", "CI_JOB_URL", "CI_PIPELINE_CREATED_AT", "CI_PIPELINE_ID",
    "CI_PIPELINE_IID", "CI_PIPELINE_URL",
    // CircleCI
    "CIRCLE_BUILD_NUM", "CIRCLE_BUILD_URL", "CIRCLE_PIPELINE_ID", "CIRCLE_PREVIOUS_BUILD_NUM",
    "CIRCLE_WORKFLOW_ID", "CIRCLE_WORKFLOW_JOB_ID", "CIRCLE_WORKFLOW_UPSTREAM_JOB_IDS",
    "CIRCLE_WORKFLOW_WORKSPACE_ID",
    // Jenkins
    "BUILD_DISPLAY_NAME", "BUILD_ID", "BUILD_NUMBER", "BUILD_TAG", "BUILD_URL", "RUN_DISPLAY_URL",
    // Bitbucket Pipelines
    "BITBUCKET_BUILD_NUMBER", "BITBUCKET_PIPELINE_UUID", "BITBUCKET_STEP_RUN_NUMBER", "BITBUCKET_STEP_UUID",
    // Azure Pipelines
    "BUILD_BUILDID", "BUILD_BUILDNUMBER", "BUILD_BUILDURI", "SYSTEM_JOBATTEMPT", "SYSTEM_JOBID",
    "SYSTEM_STAGEATTEMPT",
    // Drone and Woodpecker
    "CI_BUILD_CREATED", "CI_BUILD_FINISHED", "CI_BUILD_LINK", "CI_BUILD_NUMBER", "CI_BUILD_PARENT",
    "CI_BUILD_STARTED", "CI_JOB_FINISHED", "CI_JOB_NUMBER", "CI_JOB_STARTED", "CI_PIPELINE_CREATED",
    "CI_PIPELINE_FINISHED", "CI_PIPELINE_NUMBER", "CI_PIPELINE_PARENT", "CI_PIPELINE_STARTED",
    "CI_STEP_FINISHED", "CI_STEP_STARTED", "CI_STEP_URL", "DRONE_BUILD_CREATED", "DRONE_BUILD_FINISHED",
    "DRONE_BUILD_LINK", "DRONE_BUILD_NUMBER", "DRONE_BUILD_PARENT", "DRONE_BUILD_STARTED",
    "DRONE_STAGE_STARTED",
    // Buildkite
    "BUILDKITE_BUILD_ID", "BUILDKITE_BUILD_NUMBER", "BUILDKITE_BUILD_URL", "BUILDKITE_JOB_ID",
    "BUILDKITE_REBUILT_FROM_BUILD_ID", "BUILDKITE_REBUILT_FROM_BUILD_NUMBER", "BUILDKITE_RETRY_COUNT",
    "BUILDKITE_STEP_ID", "BUILDKITE_TRIGGERED_FROM_BUILD_ID", "BUILDKITE_TRIGGERED_FROM_BUILD_NUMBER"};

// Who started a run. A name may stand anywhere, so that it is never looked for elsewhere.
constexpr std::array person_names{"ACTOR",
                                  "GITHUB_ACTOR",
                                  "GITHUB_ACTOR_ID",
                                  "GITHUB_TRIGGERING_ACTOR",
                                  "GITLAB_USER_EMAIL",
                                  "GITLAB_USER_ID",
                                  "GITLAB_USER_LOGIN",
                                  "GITLAB_USER_NAME",
                                  "CIRCLE_USERNAME",
                                  "BUILD_USER",
                                  "BUILD_USER_EMAIL",
                                  "BUILD_USER_FIRST_NAME",
                                  "BUILD_USER_ID",
                                  "BUILD_USER_LAST_NAME",
                                  "CHANGE_AUTHOR",
                                  "CHANGE_AUTHOR_DISPLAY_NAME",
                                  "CHANGE_AUTHOR_EMAIL",
                                  "BITBUCKET_STEP_TRIGGERER_UUID",
                                  "BUILD_QUEUEDBY",
                                  "BUILD_QUEUEDBYID",
                                  "BUILD_REQUESTEDFOR",
                                  "BUILD_REQUESTEDFOREMAIL",
                                  "BUILD_REQUESTEDFORID",
                                  "CI_PIPELINE_AUTHOR",
                                  "CI_PIPELINE_AVATAR",
                                  "DRONE_BUILD_TRIGGER",
                                  "BUILDKITE_BUILD_AUTHOR",
                                  "BUILDKITE_BUILD_AUTHOR_EMAIL",
                                  "BUILDKITE_BUILD_CREATOR",
                                  "BUILDKITE_BUILD_CREATOR_EMAIL"};

// Where a run took place, the files that it was given, and how the system stood then.
constexpr std::array place_names{"BITBUCKET_CLONE_DIR",
                                 "BITBUCKET_PARALLEL_STEP",
                                 "BITBUCKET_PARALLEL_STEP_COUNT",
                                 "BUILDKITE_PARALLEL_JOB",
                                 "BUILDKITE_PARALLEL_JOB_COUNT",
                                 "BUILDKITE_PULL_REQUEST_DRAFT",
                                 "BUILDKITE_PULL_REQUEST_LABELS",
                                 "CIRCLE_NODE_INDEX",
                                 "CIRCLE_NODE_TOTAL",
                                 "CIRCLE_SHELL_ENV",
                                 "CIRCLE_WORKING_DIRECTORY",
                                 "CI_BUILDS_DIR",
                                 "CI_BUILD_STATUS",
                                 "CI_COMMIT_PULL_REQUEST_LABELS",
                                 "CI_CONCURRENT_PROJECT_ID",
                                 "CI_JOB_STATUS",
                                 "CI_MACHINE",
                                 "CI_PIPELINE_STATUS",
                                 "CI_PROJECT_DIR",
                                 "CI_SERVER_REVISION",
                                 "CI_SERVER_VERSION",
                                 "CI_SERVER_VERSION_MAJOR",
                                 "CI_SERVER_VERSION_MINOR",
                                 "CI_SERVER_VERSION_PATCH",
                                 "CI_STEP_STATUS",
                                 "CI_SYSTEM_HOST",
                                 "CI_SYSTEM_PLATFORM",
                                 "CI_SYSTEM_VERSION",
                                 "CI_WORKSPACE",
                                 "DRONE_BUILD_STATUS",
                                 "DRONE_MACHINE",
                                 "DRONE_STAGE_MACHINE",
                                 "DRONE_STAGE_STATUS",
                                 "DRONE_STEP_STATUS",
                                 "DRONE_SYSTEM_HOST",
                                 "DRONE_SYSTEM_HOSTNAME",
                                 "DRONE_SYSTEM_VERSION",
                                 "DRONE_WORKSPACE",
                                 "GITHUB_ACTION_PATH",
                                 "GITHUB_ENV",
                                 "GITHUB_EVENT_PATH",
                                 "GITHUB_OUTPUT",
                                 "GITHUB_PATH",
                                 "GITHUB_REF_PROTECTED",
                                 "GITHUB_STATE",
                                 "GITHUB_STEP_SUMMARY",
                                 "GITHUB_WORKSPACE",
                                 "GIT_PREVIOUS_COMMIT",
                                 "GIT_PREVIOUS_SUCCESSFUL_COMMIT"};

// The same, by how the name begins: of what there are many.
constexpr std::array<std::string_view, 4> place_prefixes{"CIRCLE_INTERNAL_", "CIRCLE_OIDC_TOKEN", "CI_PREV_",
                                                         "CI_RUNNER_"};

template <class Names>
bool is_one_of(std::string_view name, const Names& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool names_a_run(std::string_view variable) {
  return is_one_of(variable, run_names);
}

bool differs_between_runs(std::string_view variable) {
  return names_a_run(variable) || is_one_of(variable, person_names) || is_one_of(variable, place_names) ||
         std::any_of(place_prefixes.begin(), place_prefixes.end(),
                     [&](std::string_view prefix) { return variable.starts_with(prefix); });
}

}  // namespace gimlet::model
