#include "core/model/content_id.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "core/util/json.hpp"
#include "core/util/string.hpp"
#include "core/util/uuid.hpp"

namespace gimlet::model {
namespace {

// The namespace of our ids, made once at random.
constexpr std::string_view our_namespace = "6f1a2c58-3c1e-4d0b-9a47-0c9f7e3b1d24";

// Variables that name a run, or who started it: they differ where the same commit is built again. By CI
// system.
constexpr std::array run_variables{
    "ACTOR",
    // GitHub Actions
    "GITHUB_ACTOR", "GITHUB_ACTOR_ID", "GITHUB_RUN_ATTEMPT", "GITHUB_RUN_ID", "GITHUB_RUN_NUMBER",
    "GITHUB_TRIGGERING_ACTOR",
    // GitLab
    "CI_BUILD_ID", "CI_JOB_ID", "CI_JOB_STARTED_AT", "CI_JOB_URL", "CI_PIPELINE_CREATED_AT", "CI_PIPELINE_ID",
    "CI_PIPELINE_IID", "CI_PIPELINE_URL", "GITLAB_USER_LOGIN",
    // CircleCI
    "CIRCLE_BUILD_NUM", "CIRCLE_BUILD_URL", "CIRCLE_PIPELINE_ID", "CIRCLE_PREVIOUS_BUILD_NUM",
    "CIRCLE_USERNAME", "CIRCLE_WORKFLOW_ID", "CIRCLE_WORKFLOW_JOB_ID", "CIRCLE_WORKFLOW_WORKSPACE_ID",
    // Jenkins
    "BUILD_DISPLAY_NAME", "BUILD_ID", "BUILD_NUMBER", "BUILD_TAG", "BUILD_URL", "BUILD_USER_ID",
    "RUN_DISPLAY_URL",
    // Bitbucket Pipelines
    "BITBUCKET_BUILD_NUMBER", "BITBUCKET_PIPELINE_UUID", "BITBUCKET_STEP_RUN_NUMBER",
    "BITBUCKET_STEP_TRIGGERER_UUID", "BITBUCKET_STEP_UUID",
    // Azure Pipelines
    "BUILD_BUILDID", "BUILD_BUILDNUMBER", "BUILD_BUILDURI", "BUILD_QUEUEDBY", "BUILD_REQUESTEDFOR",
    "SYSTEM_JOBATTEMPT", "SYSTEM_JOBID", "SYSTEM_STAGEATTEMPT",
    // Drone and Woodpecker
    "CI_BUILD_CREATED", "CI_BUILD_LINK", "CI_BUILD_NUMBER", "CI_BUILD_PARENT", "CI_BUILD_STARTED",
    "CI_JOB_NUMBER", "CI_JOB_STARTED", "CI_PIPELINE_AUTHOR", "CI_PIPELINE_CREATED", "CI_PIPELINE_NUMBER",
    "CI_PIPELINE_PARENT", "CI_PIPELINE_STARTED", "CI_STEP_STARTED", "CI_STEP_URL", "DRONE_BUILD_CREATED",
    "DRONE_BUILD_FINISHED", "DRONE_BUILD_LINK", "DRONE_BUILD_NUMBER", "DRONE_BUILD_PARENT",
    "DRONE_BUILD_STARTED", "DRONE_BUILD_TRIGGER", "DRONE_STAGE_STARTED",
    // Buildkite
    "BUILDKITE_BUILD_CREATOR", "BUILDKITE_BUILD_ID", "BUILDKITE_BUILD_NUMBER", "BUILDKITE_BUILD_URL",
    "BUILDKITE_JOB_ID", "BUILDKITE_REBUILT_FROM_BUILD_ID", "BUILDKITE_REBUILT_FROM_BUILD_NUMBER",
    "BUILDKITE_RETRY_COUNT", "BUILDKITE_STEP_ID", "BUILDKITE_TRIGGERED_FROM_BUILD_ID",
    "BUILDKITE_TRIGGERED_FROM_BUILD_NUMBER"};

// Variables that say where a run took place, or how the system stood then. Their values are common words,
// which may well stand elsewhere.
constexpr std::array place_variables{"BITBUCKET_CLONE_DIR",
                                     "BITBUCKET_PARALLEL_STEP",
                                     "BITBUCKET_PARALLEL_STEP_COUNT",
                                     "BUILDKITE_BUILD_AUTHOR",
                                     "BUILDKITE_PARALLEL_JOB",
                                     "BUILDKITE_PARALLEL_JOB_COUNT",
                                     "BUILDKITE_PULL_REQUEST_DRAFT",
                                     "BUILDKITE_PULL_REQUEST_LABELS",
                                     "CIRCLE_NODE_INDEX",
                                     "CIRCLE_NODE_TOTAL",
                                     "CIRCLE_WORKING_DIRECTORY",
                                     "CI_BUILDS_DIR",
                                     "CI_BUILD_STATUS",
                                     "CI_COMMIT_PULL_REQUEST_LABELS",
                                     "CI_CONCURRENT_PROJECT_ID",
                                     "CI_JOB_STATUS",
                                     "CI_PIPELINE_STATUS",
                                     "CI_PROJECT_DIR",
                                     "CI_RUNNER_ID",
                                     "CI_RUNNER_REVISION",
                                     "CI_SERVER_REVISION",
                                     "CI_SERVER_VERSION",
                                     "CI_SERVER_VERSION_MAJOR",
                                     "CI_SERVER_VERSION_MINOR",
                                     "CI_SERVER_VERSION_PATCH",
                                     "CI_SYSTEM_HOST",
                                     "CI_SYSTEM_PLATFORM",
                                     "CI_SYSTEM_VERSION",
                                     "CI_WORKSPACE",
                                     "DRONE_BUILD_STATUS",
                                     "DRONE_SYSTEM_HOST",
                                     "DRONE_SYSTEM_HOSTNAME",
                                     "DRONE_SYSTEM_VERSION",
                                     "DRONE_WORKSPACE",
                                     "GITHUB_REF_PROTECTED",
                                     "GITHUB_WORKSPACE",
                                     "GIT_PREVIOUS_COMMIT",
                                     "GIT_PREVIOUS_SUCCESSFUL_COMMIT"};

bool is_run_variable(std::string_view name) {
  return std::find(run_variables.begin(), run_variables.end(), name) != run_variables.end();
}

bool is_left_out(std::string_view name) {
  return is_run_variable(name) ||
         std::find(place_variables.begin(), place_variables.end(), name) != place_variables.end();
}

bool is_store_field(std::string_view key) {
  return equals_ignoring_case(key, "id") || equals_ignoring_case(key, "created");
}

bool holds_variables(std::string_view key) {
  return equals_ignoring_case(key, "context") || equals_ignoring_case(key, "vars");
}

// Writes a document as content_of describes it. Recursion is bounded by the depth that parse_json lets
// through.
class ContentWriter {
 public:
  explicit ContentWriter(const Json& document) {
    for (const auto& [key, value] : document.items()) {
      if (!holds_variables(key) || !value.is_object()) continue;
      for (const auto& [name, text] : value.items()) take_run_value(name, text);
    }
    // A value that holds another one goes first.
    std::sort(run_values_.begin(), run_values_.end(), [](const std::string& a, const std::string& b) {
      return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
  }

  std::string write(const Json& document) {
    add_members(document, is_store_field, [this](const std::string& key, const Json& value) {
      if (holds_variables(key) && value.is_object()) {
        add_members(value, is_left_out, [this](const std::string&, const Json& each) { add(each); });
      } else {
        add(value);
      }
    });
    return std::move(text_);
  }

 private:
  // Short values, a build's number for one, may stand anywhere by chance.
  void take_run_value(const std::string& name, const Json& text) {
    constexpr std::size_t shortest = 6;
    if (!is_run_variable(name) || !text.is_string()) return;
    const auto& value = text.get_ref<const std::string&>();
    if (value.size() >= shortest) run_values_.push_back(value);
  }

  template <class Skip, class Add>
  void add_members(const Json& object, Skip skip, Add add_value) {
    std::vector<std::pair<const std::string*, const Json*>> members;
    for (const auto& [name, value] : object.get_ref<const Json::object_t&>()) {
      if (!skip(name)) members.emplace_back(&name, &value);
    }
    std::sort(members.begin(), members.end(),
              [](const auto& a, const auto& b) { return *a.first < *b.first; });
    text_ += '{';
    for (const auto& [name, value] : members) {
      text_ += dump_json(Json(*name)) + ":";
      add_value(*name, *value);
      text_ += ',';
    }
    text_ += '}';
  }

  void add(const Json& value) {
    if (value.is_object()) {
      add_members(
          value, [](const std::string&) { return false; },
          [this](const std::string&, const Json& each) { add(each); });
    } else if (value.is_array()) {
      text_ += '[';
      for (const Json& each : value) {
        add(each);
        text_ += ',';
      }
      text_ += ']';
    } else if (value.is_string()) {
      std::string text = value.get<std::string>();
      for (const std::string& run_value : run_values_) text = replace_all(text, run_value, "");
      text_ += dump_json(Json(text));
    } else {
      text_ += dump_json(value);
    }
  }

  std::vector<std::string> run_values_;
  std::string text_;
};

}  // namespace

std::string content_of(const Json& document) {
  return document.is_object() ? ContentWriter(document).write(document) : dump_json(document);
}

bool same_content(const Json& a, const Json& b) {
  return content_of(a) == content_of(b);
}

bool is_content_id(std::string_view id) {
  constexpr std::size_t uuid_length = 36;
  if (id.size() <= uuid_length || id[id.size() - uuid_length - 1] != '-') return false;
  const std::string_view uuid = id.substr(id.size() - uuid_length);
  for (std::size_t i = 0; i < uuid_length; ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = uuid[i];
    if (dash ? c != '-' : (c < '0' || c > '9') && (c < 'a' || c > 'f')) return false;
  }
  return uuid[14] == '5';
}

std::string content_id(const Json& document) {
  const Json* const version = find_member(document, "version");
  const Json* const repository = version == nullptr ? nullptr : find_member(*version, "repositoryName");
  const std::string name =
      repository != nullptr && repository->is_string() ? repository->get<std::string>() : "";
  return name + "-" + uuid_v5(our_namespace, content_of(document));
}

}  // namespace gimlet::model
