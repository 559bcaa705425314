// The CI systems that are known. To add one: a row with what its documentation says of its environment
// variables, its run's own variables in core/model/run_variables.cpp, and its events in tests/e2e/ci.sh.
#include "app/inputs/ci_systems.hpp"

#include <array>

namespace gimlet::app {
namespace {

using model::Event;

constexpr std::array github_events{CiEventName{"push", Event::push}, CiEventName{"pull_request", Event::pr},
                                   CiEventName{"pull_request_target", Event::pr},
                                   CiEventName{"schedule", Event::schedule},
                                   CiEventName{"workflow_dispatch", Event::manual}};

constexpr std::array gitlab_events{
    CiEventName{"push", Event::push}, CiEventName{"merge_request_event", Event::pr},
    CiEventName{"external_pull_request_event", Event::pr}, CiEventName{"schedule", Event::schedule},
    CiEventName{"web", Event::manual}};

// Of pipeline.trigger_source, which a configuration has to hand on.
constexpr std::array circle_events{CiEventName{"webhook", Event::push},
                                   CiEventName{"scheduled_pipeline", Event::schedule},
                                   CiEventName{"schedule", Event::schedule}};

constexpr std::array woodpecker_events{
    CiEventName{"push", Event::push}, CiEventName{"pull_request", Event::pr}, CiEventName{"tag", Event::tag},
    CiEventName{"cron", Event::schedule}, CiEventName{"manual", Event::manual}};

// "custom" is a build that somebody started at the page or with the API.
constexpr std::array drone_events{CiEventName{"push", Event::push}, CiEventName{"pull_request", Event::pr},
                                  CiEventName{"tag", Event::tag}, CiEventName{"cron", Event::schedule},
                                  CiEventName{"custom", Event::manual}};

constexpr std::array azure_events{
    CiEventName{"IndividualCI", Event::push}, CiEventName{"BatchedCI", Event::push},
    CiEventName{"PullRequest", Event::pr}, CiEventName{"Schedule", Event::schedule},
    CiEventName{"Manual", Event::manual}};

constexpr std::array buildkite_events{CiEventName{"webhook", Event::push},
                                      CiEventName{"schedule", Event::schedule},
                                      CiEventName{"ui", Event::manual}};

// NOLINTBEGIN(bugprone-suspicious-missing-comma): long columns
constexpr std::array systems{
    // https://docs.github.com/actions/reference/workflows-and-actions/variables; Gitea and Forgejo follow it.
    CiSystem{
        .name = "GitHub Actions",
        .marks = "GITHUB_ACTIONS",
        .repository = "{GITHUB_REPOSITORY}",
        .owner = "{GITHUB_REPOSITORY_OWNER}",
        .sha = "{GITHUB_SHA}",
        .ref = "{GITHUB_REF}",
        .url = "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/commit/{sha}",
        .event = "{GITHUB_EVENT_NAME}",
        .events = github_events,
        .source_branch = "{GITHUB_HEAD_REF}",
        .target_branch = "{GITHUB_BASE_REF}",
        .actor = "{GITHUB_ACTOR}",
        .job = "{GITHUB_JOB}",
        .variables =
            "GITHUB_ACTION GITHUB_ACTIONS GITHUB_ACTOR GITHUB_ACTOR_ID GITHUB_API_URL GITHUB_BASE_REF "
            "GITHUB_BRANCH "
            "GITHUB_EVENT_NAME GITHUB_GRAPHQL_URL GITHUB_HEAD_REF GITHUB_JOB GITHUB_REF GITHUB_REF_NAME "
            "GITHUB_REF_PROTECTED GITHUB_REF_TYPE GITHUB_REPOSITORY GITHUB_REPOSITORY_ID "
            "GITHUB_REPOSITORY_OWNER "
            "GITHUB_REPOSITORY_OWNER_ID GITHUB_RUN_ATTEMPT GITHUB_RUN_ID GITHUB_RUN_NUMBER GITHUB_SERVER_URL "
            "GITHUB_SHA "
            "GITHUB_TRIGGERING_ACTOR GITHUB_WORKFLOW GITHUB_WORKFLOW_REF GITHUB_WORKFLOW_SHA "
            "GITHUB_WORKSPACE",
        .complete = complete_github,
    },
    // https://docs.gitlab.com/ci/variables/predefined_variables. CI_REPOSITORY_URL holds a token.
    CiSystem{
        .name = "GitLab CI",
        .marks = "GITLAB_CI",
        .repository = "{CI_PROJECT_PATH}",
        .owner = "{CI_PROJECT_NAMESPACE}",
        .sha = "{CI_COMMIT_SHA}",
        .branch = "{CI_COMMIT_BRANCH}",
        .tag = "{CI_COMMIT_TAG}",
        .url = "{CI_PROJECT_URL}/-/commit/{sha}",
        .message = "{CI_COMMIT_MESSAGE}",
        .author_name = "{CI_COMMIT_AUTHOR}",
        .created = "{CI_COMMIT_TIMESTAMP}",
        .event = "{CI_PIPELINE_SOURCE}",
        .events = gitlab_events,
        .request =
            "{CI_MERGE_REQUEST_IID} {CI_MERGE_REQUEST_SOURCE_BRANCH_NAME} {CI_EXTERNAL_PULL_REQUEST_IID}",
        .source_branch =
            "{CI_MERGE_REQUEST_SOURCE_BRANCH_NAME} {CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME}",
        .target_branch =
            "{CI_MERGE_REQUEST_TARGET_BRANCH_NAME} {CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME}",
        .head_sha = "{CI_MERGE_REQUEST_SOURCE_BRANCH_SHA} {CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA}",
        .request_url = "{CI_MERGE_REQUEST_PROJECT_URL}/-/merge_requests/{CI_MERGE_REQUEST_IID} "
                       "{CI_PROJECT_URL}/-/merge_requests/{CI_MERGE_REQUEST_IID}",
        .actor = "{GITLAB_USER_LOGIN}",
        .job = "{CI_JOB_NAME}",
        .variables =
            "CI_BUILDS_DIR CI_BUILD_BEFORE_SHA CI_BUILD_ID CI_BUILD_NAME CI_BUILD_REF CI_BUILD_REF_NAME "
            "CI_BUILD_REF_SLUG "
            "CI_BUILD_STAGE CI_COMMIT_AUTHOR CI_COMMIT_BEFORE_SHA CI_COMMIT_BRANCH CI_COMMIT_MESSAGE "
            "CI_COMMIT_REF_NAME "
            "CI_COMMIT_REF_PROTECTED CI_COMMIT_REF_SLUG CI_COMMIT_SHA CI_COMMIT_SHORT_SHA CI_COMMIT_TAG "
            "CI_COMMIT_TIMESTAMP CI_COMMIT_TITLE CI_CONCURRENT_PROJECT_ID CI_DEFAULT_BRANCH "
            "CI_ENVIRONMENT_NAME "
            "CI_ENVIRONMENT_SLUG CI_ENVIRONMENT_URL CI_EXTERNAL_PULL_REQUEST_IID "
            "CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA "
            "CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME CI_JOB_ID CI_JOB_IMAGE CI_JOB_NAME CI_JOB_NAME_SLUG "
            "CI_JOB_STAGE "
            "CI_JOB_STARTED_AT CI_JOB_STATUS CI_JOB_URL CI_MERGE_REQUEST_EVENT_TYPE CI_MERGE_REQUEST_ID "
            "CI_MERGE_REQUEST_IID CI_MERGE_REQUEST_PROJECT_PATH CI_MERGE_REQUEST_PROJECT_URL "
            "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME CI_MERGE_REQUEST_SOURCE_BRANCH_SHA "
            "CI_MERGE_REQUEST_SOURCE_PROJECT_PATH "
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME CI_MERGE_REQUEST_TITLE CI_PIPELINE_CREATED_AT "
            "CI_PIPELINE_ID "
            "CI_PIPELINE_IID CI_PIPELINE_NAME CI_PIPELINE_SOURCE CI_PIPELINE_URL CI_PROJECT_DIR "
            "CI_PROJECT_ID CI_PROJECT_NAME "
            "CI_PROJECT_NAMESPACE CI_PROJECT_PATH CI_PROJECT_PATH_SLUG CI_PROJECT_ROOT_NAMESPACE "
            "CI_PROJECT_TITLE "
            "CI_PROJECT_URL CI_REGISTRY CI_REGISTRY_IMAGE CI_RUNNER_ID CI_RUNNER_REVISION CI_SERVER "
            "CI_SERVER_FQDN "
            "CI_SERVER_HOST CI_SERVER_NAME CI_SERVER_PORT CI_SERVER_PROTOCOL CI_SERVER_REVISION "
            "CI_SERVER_URL "
            "CI_SERVER_VERSION CI_SERVER_VERSION_MAJOR CI_SERVER_VERSION_MINOR CI_SERVER_VERSION_PATCH",
        .complete = complete_gitlab,
    },
    // https://circleci.com/docs/reference/variables. The environment does not say what started a pipeline; a
    // job may set
    // CIRCLE_PIPELINE_TRIGGER_SOURCE to << pipeline.trigger_source >>.
    CiSystem{
        .name = "CircleCI",
        .marks = "CIRCLECI",
        .repository = "{CIRCLE_PROJECT_USERNAME}/{CIRCLE_PROJECT_REPONAME}",
        .repository_url = "{CIRCLE_REPOSITORY_URL}",
        .sha = "{CIRCLE_SHA1}",
        .branch = "{CIRCLE_BRANCH}",
        .tag = "{CIRCLE_TAG}",
        .event = "{CIRCLE_PIPELINE_TRIGGER_SOURCE}",
        .events = circle_events,
        .always_says_event = false,
        .request = "{CIRCLE_PULL_REQUEST} {CIRCLE_PULL_REQUESTS} {CIRCLE_PR_NUMBER}",
        .source_branch = "{CIRCLE_BRANCH}",
        .request_url = "{CIRCLE_PULL_REQUEST}",
        .actor = "{CIRCLE_USERNAME}",
        .job = "{CIRCLE_JOB}",
        .variables = "CIRCLECI CIRCLE_BRANCH CIRCLE_BUILD_NUM CIRCLE_BUILD_URL CIRCLE_JOB CIRCLE_NODE_INDEX "
                     "CIRCLE_NODE_TOTAL "
                     "CIRCLE_ORGANIZATION_ID CIRCLE_PIPELINE_ID CIRCLE_PIPELINE_TRIGGER_SOURCE "
                     "CIRCLE_PREVIOUS_BUILD_NUM "
                     "CIRCLE_PROJECT_ID CIRCLE_PROJECT_REPONAME CIRCLE_PROJECT_USERNAME CIRCLE_PR_NUMBER "
                     "CIRCLE_PR_REPONAME "
                     "CIRCLE_PR_USERNAME CIRCLE_PULL_REQUEST CIRCLE_PULL_REQUESTS CIRCLE_REPOSITORY_URL "
                     "CIRCLE_SHA1 CIRCLE_STAGE "
                     "CIRCLE_TAG CIRCLE_USERNAME CIRCLE_WORKFLOW_ID CIRCLE_WORKFLOW_JOB_ID "
                     "CIRCLE_WORKFLOW_WORKSPACE_ID "
                     "CIRCLE_WORKING_DIRECTORY",
    },
    // https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets. The environment does not say
    // whether a
    // pipeline was scheduled or started by hand.
    CiSystem{
        .name = "Bitbucket Pipelines",
        .marks = "BITBUCKET_BUILD_NUMBER BITBUCKET_PIPELINE_UUID",
        .repository = "{BITBUCKET_REPO_FULL_NAME} {BITBUCKET_WORKSPACE}/{BITBUCKET_REPO_SLUG}",
        .sha = "{BITBUCKET_COMMIT}",
        .branch = "{BITBUCKET_BRANCH}",
        .tag = "{BITBUCKET_TAG}",
        .url = "https://bitbucket.org/{BITBUCKET_REPO_FULL_NAME}/commits/{sha} "
               "https://bitbucket.org/{BITBUCKET_WORKSPACE}/{BITBUCKET_REPO_SLUG}/commits/{sha}",
        .always_says_event = false,
        .request = "{BITBUCKET_PR_ID}",
        .source_branch = "{BITBUCKET_BRANCH}",
        .target_branch = "{BITBUCKET_PR_DESTINATION_BRANCH}",
        .request_url = "https://bitbucket.org/{BITBUCKET_REPO_FULL_NAME}/pull-requests/{BITBUCKET_PR_ID} "
                       "https://bitbucket.org/{BITBUCKET_WORKSPACE}/{BITBUCKET_REPO_SLUG}/pull-requests/"
                       "{BITBUCKET_PR_ID}",
        .actor = "{BITBUCKET_STEP_TRIGGERER_UUID}",
        .variables =
            "BITBUCKET_BOOKMARK BITBUCKET_BRANCH BITBUCKET_BUILD_NUMBER BITBUCKET_CLONE_DIR BITBUCKET_COMMIT "
            "BITBUCKET_DEPLOYMENT_ENVIRONMENT BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID "
            "BITBUCKET_GIT_HTTP_ORIGIN "
            "BITBUCKET_GIT_SSH_ORIGIN BITBUCKET_PARALLEL_STEP BITBUCKET_PARALLEL_STEP_COUNT "
            "BITBUCKET_PIPELINE_UUID "
            "BITBUCKET_PROJECT_UUID BITBUCKET_PR_DESTINATION_BRANCH BITBUCKET_PR_DESTINATION_COMMIT "
            "BITBUCKET_PR_ID "
            "BITBUCKET_REPO_FULL_NAME BITBUCKET_REPO_IS_PRIVATE BITBUCKET_REPO_OWNER "
            "BITBUCKET_REPO_OWNER_UUID "
            "BITBUCKET_REPO_SLUG BITBUCKET_REPO_UUID BITBUCKET_STEP_RUN_NUMBER BITBUCKET_STEP_TRIGGERER_UUID "
            "BITBUCKET_STEP_UUID BITBUCKET_TAG BITBUCKET_WORKSPACE",
    },
    // https://learn.microsoft.com/azure/devops/pipelines/build/variables. Build.SourceBranchName is the last
    // part of a
    // branch's name alone.
    CiSystem{
        .name = "Azure Pipelines",
        .marks = "TF_BUILD",
        .repository = "{BUILD_REPOSITORY_NAME}",
        .repository_url = "{BUILD_REPOSITORY_URI}",
        .sha = "{BUILD_SOURCEVERSION}",
        .ref = "{BUILD_SOURCEBRANCH}",
        .message = "{BUILD_SOURCEVERSIONMESSAGE}",
        .author_name = "{BUILD_SOURCEVERSIONAUTHOR}",
        .event = "{BUILD_REASON}",
        .events = azure_events,
        .request = "{SYSTEM_PULLREQUEST_PULLREQUESTID}",
        .source_branch = "{SYSTEM_PULLREQUEST_SOURCEBRANCH}",
        .target_branch = "{SYSTEM_PULLREQUEST_TARGETBRANCH} {SYSTEM_PULLREQUEST_TARGETBRANCHNAME}",
        .head_sha = "{SYSTEM_PULLREQUEST_SOURCECOMMITID}",
        .actor = "{BUILD_REQUESTEDFOR} {BUILD_QUEUEDBY}",
        .job = "{SYSTEM_JOBNAME} {BUILD_DEFINITIONNAME}",
        .variables =
            "BUILD_BUILDID BUILD_BUILDNUMBER BUILD_BUILDURI BUILD_DEFINITIONNAME BUILD_QUEUEDBY BUILD_REASON "
            "BUILD_REPOSITORY_ID BUILD_REPOSITORY_NAME BUILD_REPOSITORY_PROVIDER BUILD_REPOSITORY_URI "
            "BUILD_REQUESTEDFOR "
            "BUILD_SOURCEBRANCH BUILD_SOURCEBRANCHNAME BUILD_SOURCEVERSION BUILD_SOURCEVERSIONAUTHOR "
            "BUILD_SOURCEVERSIONMESSAGE SYSTEM_COLLECTIONURI SYSTEM_DEFINITIONID SYSTEM_JOBATTEMPT "
            "SYSTEM_JOBDISPLAYNAME "
            "SYSTEM_JOBID SYSTEM_JOBNAME SYSTEM_PULLREQUEST_ISFORK SYSTEM_PULLREQUEST_PULLREQUESTID "
            "SYSTEM_PULLREQUEST_PULLREQUESTNUMBER SYSTEM_PULLREQUEST_SOURCEBRANCH "
            "SYSTEM_PULLREQUEST_SOURCECOMMITID "
            "SYSTEM_PULLREQUEST_SOURCEREPOSITORYURI SYSTEM_PULLREQUEST_TARGETBRANCH "
            "SYSTEM_PULLREQUEST_TARGETBRANCHNAME "
            "SYSTEM_STAGEATTEMPT SYSTEM_STAGEDISPLAYNAME SYSTEM_STAGENAME SYSTEM_TEAMFOUNDATIONCOLLECTIONURI "
            "SYSTEM_TEAMPROJECT SYSTEM_TEAMPROJECTID TF_BUILD",
        .complete = complete_azure,
    },
    // https://woodpecker-ci.org/docs/usage/environment; CI_BUILD_… until 0.15. It sets Drone's variables as
    // well.
    CiSystem{
        .name = "Woodpecker",
        .marks = "CI=woodpecker CI_SYSTEM_NAME=woodpecker",
        .repository = "{CI_REPO} {CI_REPO_OWNER}/{CI_REPO_NAME}",
        .owner = "{CI_REPO_OWNER}",
        .sha = "{CI_COMMIT_SHA}",
        .ref = "{CI_COMMIT_REF}",
        .branch = "{CI_COMMIT_BRANCH}",
        .tag = "{CI_COMMIT_TAG}",
        .url =
            "{CI_COMMIT_LINK} {CI_PIPELINE_FORGE_URL} {CI_REPO_URL}/commit/{sha} {CI_REPO_LINK}/commit/{sha}",
        .message = "{CI_COMMIT_MESSAGE}",
        .author_name = "{CI_COMMIT_AUTHOR}",
        .author_email = "{CI_COMMIT_AUTHOR_EMAIL}",
        .event = "{CI_PIPELINE_EVENT} {CI_BUILD_EVENT}",
        .events = woodpecker_events,
        .request = "{CI_COMMIT_PULL_REQUEST}",
        .source_branch = "{CI_COMMIT_SOURCE_BRANCH}",
        .target_branch = "{CI_COMMIT_TARGET_BRANCH} {CI_COMMIT_BRANCH}",
        .request_url = "{CI_PIPELINE_FORGE_URL}",
        .actor = "{CI_PIPELINE_AUTHOR} {CI_COMMIT_AUTHOR}",
        .job = "{CI_STEP_NAME} {CI_WORKFLOW_NAME}",
        .variables =
            "CI_BUILD_CREATED CI_BUILD_DEPLOY_TARGET CI_BUILD_EVENT CI_BUILD_LINK CI_BUILD_NUMBER "
            "CI_BUILD_PARENT "
            "CI_BUILD_STARTED CI_BUILD_STATUS CI_COMMIT_AUTHOR CI_COMMIT_AUTHOR_AVATAR "
            "CI_COMMIT_AUTHOR_EMAIL "
            "CI_COMMIT_BRANCH CI_COMMIT_LINK CI_COMMIT_MESSAGE CI_COMMIT_PRERELEASE CI_COMMIT_PULL_REQUEST "
            "CI_COMMIT_PULL_REQUEST_LABELS CI_COMMIT_REF CI_COMMIT_REFSPEC CI_COMMIT_SHA "
            "CI_COMMIT_SOURCE_BRANCH "
            "CI_COMMIT_TAG CI_COMMIT_TARGET_BRANCH CI_FORGE_TYPE CI_FORGE_URL CI_JOB_NUMBER CI_JOB_STARTED "
            "CI_PIPELINE_AUTHOR CI_PIPELINE_CREATED CI_PIPELINE_DEPLOY_TARGET CI_PIPELINE_DEPLOY_TASK "
            "CI_PIPELINE_EVENT "
            "CI_PIPELINE_FORGE_URL CI_PIPELINE_NUMBER CI_PIPELINE_PARENT CI_PIPELINE_STARTED "
            "CI_PIPELINE_STATUS "
            "CI_PIPELINE_URL CI_REPO CI_REPO_CLONE_SSH_URL CI_REPO_CLONE_URL CI_REPO_DEFAULT_BRANCH "
            "CI_REPO_LINK "
            "CI_REPO_NAME CI_REPO_OWNER CI_REPO_PRIVATE CI_REPO_REMOTE_ID CI_REPO_SCM CI_REPO_URL "
            "CI_STEP_NAME "
            "CI_STEP_NUMBER CI_STEP_STARTED CI_STEP_URL CI_SYSTEM_HOST CI_SYSTEM_LINK CI_SYSTEM_NAME "
            "CI_SYSTEM_PLATFORM "
            "CI_SYSTEM_URL CI_SYSTEM_VERSION CI_WORKFLOW_NAME CI_WORKFLOW_NUMBER CI_WORKSPACE",
        .complete = complete_woodpecker,
    },
    // https://docs.drone.io/pipeline/environment/reference; Harness follows it.
    CiSystem{
        .name = "Drone",
        .marks = "DRONE DRONE_BUILD_EVENT",
        .repository =
            "{DRONE_REPO} {DRONE_REPO_NAMESPACE}/{DRONE_REPO_NAME} {DRONE_REPO_OWNER}/{DRONE_REPO_NAME}",
        .owner = "{DRONE_REPO_OWNER} {DRONE_REPO_NAMESPACE}",
        .sha = "{DRONE_COMMIT_SHA} {DRONE_COMMIT}",
        .ref = "{DRONE_COMMIT_REF}",
        .branch = "{DRONE_BRANCH} {DRONE_COMMIT_BRANCH}",
        .tag = "{DRONE_TAG}",
        .url = "{DRONE_COMMIT_LINK} {DRONE_REPO_LINK}/commit/{sha}",
        .message = "{DRONE_COMMIT_MESSAGE}",
        .author_name = "{DRONE_COMMIT_AUTHOR_NAME} {DRONE_COMMIT_AUTHOR}",
        .author_email = "{DRONE_COMMIT_AUTHOR_EMAIL}",
        .event = "{DRONE_BUILD_EVENT}",
        .events = drone_events,
        .request = "{DRONE_PULL_REQUEST}",
        .source_branch = "{DRONE_SOURCE_BRANCH}",
        .target_branch = "{DRONE_TARGET_BRANCH} {DRONE_BRANCH}",
        .actor = "{DRONE_COMMIT_AUTHOR}",
        .job = "{DRONE_STEP_NAME} {DRONE_STAGE_NAME}",
        .variables =
            "DRONE DRONE_BRANCH DRONE_BUILD_ACTION DRONE_BUILD_CREATED DRONE_BUILD_EVENT "
            "DRONE_BUILD_FINISHED "
            "DRONE_BUILD_LINK DRONE_BUILD_NUMBER DRONE_BUILD_PARENT DRONE_BUILD_STARTED DRONE_BUILD_STATUS "
            "DRONE_BUILD_TRIGGER DRONE_CALVER DRONE_COMMIT DRONE_COMMIT_AFTER DRONE_COMMIT_AUTHOR "
            "DRONE_COMMIT_AUTHOR_AVATAR DRONE_COMMIT_AUTHOR_EMAIL DRONE_COMMIT_AUTHOR_NAME "
            "DRONE_COMMIT_BEFORE "
            "DRONE_COMMIT_BRANCH DRONE_COMMIT_LINK DRONE_COMMIT_MESSAGE DRONE_COMMIT_REF DRONE_COMMIT_SHA "
            "DRONE_CRON "
            "DRONE_DEPLOY_ID DRONE_DEPLOY_TO DRONE_GIT_HTTP_URL DRONE_GIT_SSH_URL DRONE_PULL_REQUEST "
            "DRONE_PULL_REQUEST_TITLE DRONE_REMOTE_URL DRONE_REPO DRONE_REPO_BRANCH DRONE_REPO_LINK "
            "DRONE_REPO_NAME "
            "DRONE_REPO_NAMESPACE DRONE_REPO_OWNER DRONE_REPO_PRIVATE DRONE_REPO_SCM DRONE_REPO_VISIBILITY "
            "DRONE_SEMVER "
            "DRONE_SEMVER_BUILD DRONE_SEMVER_MAJOR DRONE_SEMVER_MINOR DRONE_SEMVER_PATCH "
            "DRONE_SEMVER_PRERELEASE "
            "DRONE_SEMVER_SHORT DRONE_SOURCE_BRANCH DRONE_STAGE_KIND DRONE_STAGE_NAME DRONE_STAGE_NUMBER "
            "DRONE_STAGE_STARTED DRONE_STEP_NAME DRONE_STEP_NUMBER DRONE_SYSTEM_HOST DRONE_SYSTEM_HOSTNAME "
            "DRONE_SYSTEM_VERSION DRONE_TAG DRONE_TARGET_BRANCH DRONE_WORKSPACE",
    },
    // https://buildkite.com/docs/pipelines/configure/environment-variables
    CiSystem{
        .name = "Buildkite",
        .marks = "BUILDKITE",
        .repository_url = "{BUILDKITE_REPO}",
        .sha = "{BUILDKITE_COMMIT}",
        .branch = "{BUILDKITE_BRANCH}",
        .tag = "{BUILDKITE_TAG}",
        .message = "{BUILDKITE_MESSAGE}",
        .author_name = "{BUILDKITE_BUILD_AUTHOR}",
        .author_email = "{BUILDKITE_BUILD_AUTHOR_EMAIL}",
        .event = "{BUILDKITE_SOURCE}",
        .events = buildkite_events,
        .request = "{BUILDKITE_PULL_REQUEST}",
        .source_branch = "{BUILDKITE_BRANCH}",
        .target_branch = "{BUILDKITE_PULL_REQUEST_BASE_BRANCH}",
        .actor = "{BUILDKITE_BUILD_CREATOR} {BUILDKITE_BUILD_AUTHOR}",
        .job = "{BUILDKITE_LABEL}",
        .variables =
            "BUILDKITE BUILDKITE_BRANCH BUILDKITE_BUILD_AUTHOR BUILDKITE_BUILD_CREATOR BUILDKITE_BUILD_ID "
            "BUILDKITE_BUILD_NUMBER BUILDKITE_BUILD_URL BUILDKITE_COMMIT BUILDKITE_JOB_ID BUILDKITE_LABEL "
            "BUILDKITE_MERGE_QUEUE_BASE_BRANCH BUILDKITE_MERGE_QUEUE_BASE_COMMIT BUILDKITE_MESSAGE "
            "BUILDKITE_ORGANIZATION_SLUG BUILDKITE_PARALLEL_JOB BUILDKITE_PARALLEL_JOB_COUNT "
            "BUILDKITE_PIPELINE_DEFAULT_BRANCH BUILDKITE_PIPELINE_ID BUILDKITE_PIPELINE_NAME "
            "BUILDKITE_PIPELINE_PROVIDER "
            "BUILDKITE_PIPELINE_SLUG BUILDKITE_PULL_REQUEST BUILDKITE_PULL_REQUEST_BASE_BRANCH "
            "BUILDKITE_PULL_REQUEST_DRAFT BUILDKITE_PULL_REQUEST_LABELS BUILDKITE_PULL_REQUEST_REPO "
            "BUILDKITE_REBUILT_FROM_BUILD_ID BUILDKITE_REBUILT_FROM_BUILD_NUMBER BUILDKITE_REPO "
            "BUILDKITE_RETRY_COUNT "
            "BUILDKITE_SOURCE BUILDKITE_STEP_ID BUILDKITE_TAG BUILDKITE_TRIGGERED_FROM_BUILD_ID "
            "BUILDKITE_TRIGGERED_FROM_BUILD_NUMBER BUILDKITE_TRIGGERED_FROM_BUILD_PIPELINE_SLUG",
        .complete = complete_buildkite,
    },
    // https://www.jenkins.io/doc/book/pipeline/jenkinsfile/#using-environment-variables, and those of the
    // plug-ins git, branch-api (multibranch; the branch sources of GitHub, GitLab and Bitbucket), ghprb,
    // github-pullrequest, bitbucket-push-and-pull-request, gitlab, gerrit-trigger and EnvInject.
    // GIT_AUTHOR_NAME and its kind are Jenkins' own identity. Last, because a build of another system may run
    // on a machine of Jenkins'.
    CiSystem{
        .name = "Jenkins",
        .marks = "JENKINS_URL JENKINS_HOME HUDSON_URL",
        .repository_url = "{GIT_URL} {GIT_URL_1}",
        .sha = "{GIT_COMMIT}",
        .ref = "{GIT_BRANCH}",
        .branch = "{BRANCH_NAME} {GIT_LOCAL_BRANCH} {GIT_BRANCH}",
        .tag = "{TAG_NAME}",
        .always_says_event = false,
        .request = "{CHANGE_ID} {ghprbPullId} {gitlabMergeRequestIid} {GITHUB_PR_NUMBER} "
                   "{BITBUCKET_PULL_REQUEST_ID}",
        .source_branch = "{CHANGE_BRANCH} {ghprbSourceBranch} {gitlabSourceBranch} {GITHUB_PR_SOURCE_BRANCH} "
                         "{BITBUCKET_SOURCE_BRANCH}",
        .target_branch = "{CHANGE_TARGET} {ghprbTargetBranch} {gitlabTargetBranch} {GITHUB_PR_TARGET_BRANCH} "
                         "{BITBUCKET_TARGET_BRANCH}",
        .head_sha = "{ghprbActualCommit} {gitlabMergeRequestLastCommit} {GITHUB_PR_HEAD_SHA} "
                    "{BITBUCKET_PULL_REQUEST_LATEST_COMMIT_FROM_SOURCE_BRANCH}",
        .request_url = "{CHANGE_URL} {ghprbPullLink} {GITHUB_PR_URL} {BITBUCKET_PULL_REQUEST_LINK}",
        .actor = "{BUILD_USER_ID} {CHANGE_AUTHOR}",
        .job = "{JOB_NAME}",
        .variables = "BRANCH_IS_PRIMARY BRANCH_NAME BUILD_CAUSE BUILD_DISPLAY_NAME BUILD_ID BUILD_NUMBER "
                     "BUILD_TAG BUILD_URL "
                     "BUILD_USER_ID CHANGE_AUTHOR CHANGE_AUTHOR_DISPLAY_NAME CHANGE_AUTHOR_EMAIL "
                     "CHANGE_BRANCH CHANGE_FORK CHANGE_ID "
                     "CHANGE_TARGET CHANGE_TITLE CHANGE_URL GIT_BRANCH GIT_COMMIT GIT_LOCAL_BRANCH "
                     "GIT_PREVIOUS_COMMIT "
                     "GIT_PREVIOUS_SUCCESSFUL_COMMIT GIT_URL JENKINS_URL JOB_BASE_NAME JOB_DISPLAY_URL "
                     "JOB_NAME JOB_URL "
                     "ROOT_BUILD_CAUSE RUN_DISPLAY_URL TAG_DATE TAG_NAME TAG_TIMESTAMP TAG_UNIXTIME",
        .complete = complete_jenkins,
    },
};
// NOLINTEND(bugprone-suspicious-missing-comma)

}  // namespace

std::span<const CiSystem> ci_systems() {
  return systems;
}

}  // namespace gimlet::app
