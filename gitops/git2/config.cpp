#include "gitops/git2/config.hpp"

#include "core/util/environment.hpp"
#include "gitops/git2/error.hpp"

namespace gimlet::git2 {

Config read_config(git_repository* repository) {
  Config config;
  const auto global = process_variable("GIT_CONFIG_GLOBAL");
  if (!global) {
    check(git_repository_config_snapshot(out_ptr(config), repository), "cannot read git's configuration");
    return config;
  }
  Config files;
  check(git_repository_config(out_ptr(files), repository), "cannot read git's configuration");
  // A file that is not there is an empty one.
  git_config_add_file_ondisk(files.get(), global->c_str(), GIT_CONFIG_LEVEL_GLOBAL, repository, 1);
  check(git_config_snapshot(out_ptr(config), files.get()), "cannot read git's configuration");
  return config;
}

std::string config_text(const Config& config, const char* name) {
  const char* value = nullptr;
  return git_config_get_string(&value, config.get(), name) == 0 && value != nullptr ? value : "";
}

std::string config_path(const Config& config, const char* name) {
  Buffer value;
  return git_config_get_path(value.get(), config.get(), name) == 0 ? std::string(value.data(), value.size())
                                                                   : "";
}

std::optional<bool> config_flag(const Config& config, const char* name) {
  int value = 0;
  if (git_config_get_bool(&value, config.get(), name) != 0) return std::nullopt;
  return value != 0;
}

}  // namespace gimlet::git2
