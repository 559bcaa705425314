#include "gitops/records/layout.hpp"

#include <fmt/format.h>

#include "core/model/manifest.hpp"
#include "core/util/error.hpp"
#include "core/value/value.hpp"
#include "core/yaml/yaml.hpp"

namespace gimlet::gitops {
namespace {

constexpr std::string_view config_path = ".gimlet/config.yaml";

Error config_error(std::string_view key, std::string_view expected) {
  Error error(ErrorCode::bad_input, fmt::format("{} must be {}", key, expected));
  error.at({std::string(config_path)}).pointer(fmt::format("/layout/{}", key));
  return error;
}

bool read_bool(const Value& value, std::string_view key) {
  if (!value.is_bool()) throw config_error(key, "true or false");
  return value.as_bool();
}

void read_setting(Layout& layout, const std::string& key, const Value& value) {
  if (key == "repositoryPerEnv") {
    layout.repository_per_env = read_bool(value, key);
  } else if (key == "envReleaseFile") {
    layout.env_release_file = read_bool(value, key);
  } else if (key == "kustomizationPerApp") {
    layout.kustomization_per_app = read_bool(value, key);
  } else if (key == "env") {
    if (!value.is_string()) throw config_error(key, "a text");
    layout.env = value.as_string();
    model::check_segment(layout.env, "env", "/layout/env", std::string(config_path));
  } else {
    throw Error(ErrorCode::bad_input, fmt::format("\"{}\" is no setting of the layout", key))
        .at({std::string(config_path)})
        .pointer("/layout/" + key)
        .hint("there are repositoryPerEnv, env, envReleaseFile and kustomizationPerApp");
  }
}

// Folders directly below a path; one that somebody made by hand with a name we would refuse is none of ours.
std::vector<std::string> folders(const Snapshot& snapshot, std::string_view path, std::string_view what) {
  std::vector<std::string> names;
  for (const auto& entry : snapshot.list(path)) {
    if (entry.kind == Entry::Kind::folder && model::is_segment(entry.name, what)) names.push_back(entry.name);
  }
  return names;
}

std::string join_path(std::string_view folder, std::string_view name) {
  return folder.empty() ? std::string(name) : fmt::format("{}/{}", folder, name);
}

}  // namespace

std::string Layout::env_folder(std::string_view env_name) const {
  model::check_segment(env_name, "env", "", "");
  if (!repository_per_env) return std::string(env_name);
  if (env_name != env) {
    throw Error(
        ErrorCode::not_found,
        fmt::format("the GitOps repository is that of the environment \"{}\", not of \"{}\"", env, env_name))
        .hint("name the environment's own repository with --gitops-repo");
  }
  return "";
}

std::string Layout::app_folder(std::string_view env_name, std::string_view app) const {
  model::check_segment(app, "app", "", "");
  return join_path(env_folder(env_name), app);
}

std::string Layout::env_release_path(std::string_view env_name) const {
  return join_path(env_folder(env_name), "release.json");
}

std::string Layout::flux_folder(std::string_view env_name) const {
  return join_path(env_folder(env_name), "flux");
}

Layout read_layout(const Snapshot& snapshot) {
  Layout layout;
  const auto text = snapshot.read_file(config_path);
  if (!text) return layout;
  yaml::ReadOptions options;
  options.source = std::string(config_path);
  const Value config = yaml::read(*text, options);
  if (const Value* section = config.find("layout"); section != nullptr && !section->is_nil()) {
    if (!section->is_map()) {
      throw Error(ErrorCode::bad_input, "layout must be a map")
          .at({std::string(config_path)})
          .pointer("/layout");
    }
    for (const auto& [key, value] : section->as_map().entries) read_setting(layout, key, value);
  }
  if (layout.repository_per_env && layout.env.empty()) {
    throw Error(ErrorCode::bad_input, "repositoryPerEnv needs env, the name of the environment")
        .at({std::string(config_path)})
        .pointer("/layout/env");
  }
  return layout;
}

std::vector<std::string> environments(const Snapshot& snapshot, const Layout& layout) {
  if (layout.repository_per_env) return {layout.env};
  return folders(snapshot, "", "env");
}

std::vector<std::string> apps(const Snapshot& snapshot, const Layout& layout, std::string_view env) {
  std::vector<std::string> names = folders(snapshot, layout.env_folder(env), "app");
  if (layout.kustomization_per_app) std::erase(names, "flux");
  return names;
}

}  // namespace gimlet::gitops
