#include "app/inputs/ci.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "app/inputs/ci_systems.hpp"
#include "app/inputs/web_page.hpp"
#include "core/util/string.hpp"
#include "gitops/local/checkout.hpp"

namespace gimlet::app {
namespace {

constexpr std::string_view common_names = "REPO OWNER BRANCH TAG SHA ACTOR EVENT JOB";

std::vector<std::string> words_of(std::string_view text) {
  std::istringstream stream{std::string(text)};
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(std::move(word));
  return words;
}

// "NAME" is turned on, "NAME=VALUE" has this value.
bool has_mark(const VariableLookup& variable, const std::string& mark) {
  const std::size_t at = mark.find('=');
  if (at == std::string::npos) return is_turned_on(variable, mark);
  return variable(mark.substr(0, at)) == mark.substr(at + 1);
}

// nullptr outside of CI, and in one that is not in the table.
const CiSystem* running_system(const VariableLookup& variable) {
  for (const CiSystem& system : ci_systems()) {
    for (const std::string& mark : words_of(system.marks)) {
      if (has_mark(variable, mark)) return &system;
    }
  }
  return nullptr;
}

// The columns of one row, read from the environment.
class Columns {
 public:
  Columns(const CiSystem& system, const VariableLookup& variable, CiBuild& build)
      : system_(system), variable_(variable), build_(build) {}

  void read() {
    auto& version = build_.version;
    build_.system = system_.name;
    read_repository();
    version.sha = text(system_.sha);
    read_ref();
    read_event();
    if (version.event == model::Event::pr) {
      read_request();
    } else {
      version.url = text(system_.url);
      read_commit();
    }
    build_.actor = actor();
    build_.job = text(system_.job);
    read_variables();
    if (system_.complete != nullptr) system_.complete(variable_, build_);
    version.url = redact_urls(version.url);
  }

  [[nodiscard]] std::string actor() const { return text(system_.actor); }

 private:
  // The value of a {NAME}.
  [[nodiscard]] std::string value_of(const std::string& name) const {
    if (name == "sha") return build_.version.sha;
    if (name == "page") return commit_page(text(system_.repository_url), build_.version.sha);
    return variable_(name).value_or("");
  }

  // "" unless all variables of the text are set.
  [[nodiscard]] std::string filled(std::string_view text) const {
    std::string result;
    for (std::size_t open = 0; (open = text.find('{')) != std::string_view::npos;) {
      const std::size_t close = text.find('}', open);
      const std::string value = value_of(std::string(text.substr(open + 1, close - open - 1)));
      if (value.empty()) return "";
      result.append(text.substr(0, open)).append(value);
      text.remove_prefix(close + 1);
    }
    return result.append(text);
  }

  // What a column says.
  [[nodiscard]] std::string text(std::string_view column) const {
    for (const std::string& alternative : words_of(column)) {
      if (std::string value = filled(alternative); !value.empty()) return value;
    }
    return "";
  }

  // The same for a branch, which some systems write as a ref.
  [[nodiscard]] std::string branch_text(std::string_view column) const {
    std::string value = text(column);
    return value.starts_with("refs/") ? branch_of_ref(value) : value;
  }

  void read_repository() {
    auto& version = build_.version;
    version.repository_name = text(system_.repository);
    if (version.repository_name.empty()) {
      version.repository_name = gitops::repository_name_of(text(system_.repository_url));
    }
    const std::size_t slash = version.repository_name.rfind('/');
    build_.owner = text(system_.owner);
    if (build_.owner.empty() && slash != std::string::npos) {
      build_.owner = version.repository_name.substr(0, slash);
    }
  }

  void read_ref() {
    auto& version = build_.version;
    const std::string ref = text(system_.ref);
    version.branch = branch_text(system_.branch);
    version.tag = text(system_.tag);
    if (version.tag.empty()) version.tag = tag_of_ref(ref);
    if (version.branch.empty()) version.branch = branch_of_ref(ref);
    // Some name the default branch beside a tag.
    if (!version.tag.empty()) version.branch.clear();
  }

  void read_event() {
    auto& version = build_.version;
    const std::string word = text(system_.event);
    if (!word.empty()) {
      const auto found = std::find_if(system_.events.begin(), system_.events.end(),
                                      [&](const CiEventName& each) { return each.word == word; });
      version.event = found == system_.events.end() ? model::Event::other : found->event;
    }
    build_.has_event = !word.empty() || infer_event();
    if (version.event == model::Event::push) infer_event();
    if (word.empty() && build_.has_event && system_.always_says_event) {
      build_.warnings.push_back(
          fmt::format("{} does not say what started the build: it is taken for \"{}\"; --event says it",
                      system_.name, model::to_string(version.event)));
    }
  }

  // What is named is what was built. False if nothing is.
  bool infer_event() {
    auto& version = build_.version;
    const std::string request = text(system_.request);
    if (!version.tag.empty()) {
      version.event = model::Event::tag;
    } else if (!request.empty() && request != "false") {
      version.event = model::Event::pr;
    } else if (version.branch.empty()) {
      return false;
    }
    return true;
  }

  void read_request() {
    auto& version = build_.version;
    version.source_branch = branch_text(system_.source_branch);
    version.target_branch = branch_text(system_.target_branch);
    version.branch = version.source_branch;
    version.tag.clear();
    const std::string built = version.sha;
    if (std::string head = text(system_.head_sha); !head.empty()) version.sha = std::move(head);
    version.url = text(system_.request_url);
    if (version.url.empty()) version.url = text(system_.url);
    if (version.sha == built) read_commit();
  }

  void read_commit() {
    auto& version = build_.version;
    version.message = trim(text(system_.message));
    version.author_name = text(system_.author_name);
    version.author_email = text(system_.author_email);
    const std::size_t open = version.author_name.rfind(" <");
    if (open != std::string::npos && version.author_name.ends_with('>')) {
      version.author_email = version.author_name.substr(open + 2, version.author_name.size() - open - 3);
      version.author_name.resize(open);
    }
    if (const auto created = parse_time(text(system_.created))) version.created = *created;
  }

  void read_variables() {
    for (const std::string& name : words_of(system_.variables)) {
      const auto value = variable_(name);
      // A URL may hold a password.
      if (value && !model::looks_secret(name)) build_.context[name] = redact_urls(*value);
    }
  }

  const CiSystem& system_;
  const VariableLookup& variable_;
  CiBuild& build_;
};

std::string behind(std::string_view prefix, std::string_view text) {
  return text.starts_with(prefix) ? std::string(text.substr(prefix.size())) : "";
}

}  // namespace

std::string branch_of_ref(std::string_view ref) {
  return behind("refs/heads/", ref);
}

std::string tag_of_ref(std::string_view ref) {
  return behind("refs/tags/", ref);
}

bool is_turned_on(const VariableLookup& variable, const std::string& name) {
  const auto value = variable(name);
  if (!value) return false;
  const std::string lower = to_lower(*value);
  return lower != "false" && lower != "0" && lower != "no" && lower != "off";
}

CiBuild detect_ci(const VariableLookup& variable) {
  CiBuild build;
  if (const CiSystem* const system = running_system(variable)) {
    Columns(*system, variable, build).read();
    return build;
  }
  build.in_unknown_ci = is_turned_on(variable, "CI");
  return build;
}

model::Variables build_variables(const CiBuild& build, const model::Version& version) {
  model::Variables variables = build.context;
  const auto set = [&](const char* name, std::string_view value) {
    if (!value.empty()) variables[name] = value;
  };
  for (const auto& [name, value] : model::variables_of(version)) set(name.c_str(), value);
  if (build.system.empty()) return variables;
  set("OWNER", build.owner);
  set("ACTOR", build.actor);
  set("JOB", build.job);
  if (build.has_event) set("EVENT", model::to_string(version.event));
  return variables;
}

std::vector<std::string> ci_variable_names() {
  std::vector<std::string> all = words_of(common_names);
  for (const CiSystem& system : ci_systems()) {
    for (std::string& name : words_of(system.variables)) all.push_back(std::move(name));
  }
  return all;
}

std::optional<std::string> ci_actor(const VariableLookup& variable) {
  if (const CiSystem* const system = running_system(variable)) {
    CiBuild build;
    std::string actor = Columns(*system, variable, build).actor();
    return actor.empty() ? std::nullopt : std::optional(std::move(actor));
  }
  // A container may have been given one of these and none of the marks.
  for (const char* name : {"GITHUB_ACTOR", "GITLAB_USER_LOGIN", "CIRCLE_USERNAME", "BUILDKITE_BUILD_AUTHOR",
                           "DRONE_COMMIT_AUTHOR", "BITBUCKET_STEP_TRIGGERER_UUID", "CHANGE_AUTHOR"}) {
    if (auto actor = variable(name)) return actor;
  }
  return std::nullopt;
}

}  // namespace gimlet::app
