#include "gitops/git2/config.hpp"

#include <algorithm>
#include <set>

#include "core/util/environment.hpp"
#include "core/util/error.hpp"
#include "core/util/process.hpp"
#include "core/util/string.hpp"
#include "gitops/git2/config_files.hpp"
#include "gitops/git2/error.hpp"
#include "gitops/git2/git_program.hpp"
#include "gitops/git2/handle.hpp"

namespace gimlet::git2 {
namespace {

// Later entries win, as in git: the iterator goes from the system's file to the repository's.
Config read_files(git_config* files) {
  ConfigHandle snapshot;
  check(git_config_snapshot(out_ptr(snapshot), files), "cannot read git's configuration");
  Config config;
  const auto add = [](const git_config_entry* entry, void* payload) {
    const auto value = entry->value == nullptr ? std::nullopt : std::optional<std::string>(entry->value);
    static_cast<Config*>(payload)->add(entry->name, value);
    return 0;
  };
  check(git_config_foreach(snapshot.get(), add, &config), "cannot read git's configuration");
  return config;
}

Config read_by_libgit2(git_repository* repository) {
  ConfigHandle files;
  check(git_repository_config(out_ptr(files), repository), "cannot read git's configuration");
  return read_files(files.get());
}

// Each entry is "name\nvalue\0", or "name\0" where there is no "=".
Config read_by_git(git_repository* repository, const std::string& reason) {
  const auto cannot = [&](const std::string& why) {
    return Error(ErrorCode::failed, "cannot read git's configuration: " + reason + ", and " + why);
  };
  if (!find_program("git")) throw cannot("there is no git to ask");
  const auto result = run_git(git_repository_path(repository), "", {"config", "--list", "-z", "--includes"});
  if (!result.ok()) throw cannot("git config says: " + printable_line(trim(result.error_output)));
  Config config;
  for (const std::string& entry : split(result.output, '\0')) {
    if (entry.empty()) continue;
    const std::size_t end = entry.find('\n');
    config.add(entry.substr(0, end),
               end == std::string::npos ? std::nullopt : std::optional(entry.substr(end + 1)));
  }
  return config;
}

// Why libgit2 does not know the whole configuration; "" if it does.
std::string beyond_libgit2(const Config& config) {
  for (const char* const name : {"GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS"}) {
    if (process_variable(name)) return std::string(name) + " is set";
  }
  if (config.flag("extensions.worktreeconfig").value_or(false)) return "extensions.worktreeConfig is set";
  for (const auto& condition : config.subsections("includeif")) {
    if (condition.starts_with("hasconfig:")) return "includeIf has a condition that only git knows";
  }
  return "";
}

}  // namespace

std::string Config::text(const std::string& name) const {
  const auto found = entries_.find(name);
  return found == entries_.end() ? "" : found->second.back().value_or("");
}

std::vector<std::string> Config::texts(const std::string& name) const {
  std::vector<std::string> texts;
  const auto found = entries_.find(name);
  if (found == entries_.end()) return texts;
  for (const auto& value : found->second) texts.push_back(value.value_or(""));
  return texts;
}

std::string Config::path(const std::string& name) const {
  const std::string value = text(name);
  if (value.empty()) return "";
  Buffer path;
  return git_config_parse_path(path.get(), value.c_str()) == 0 ? std::string(path.data(), path.size())
                                                               : value;
}

std::optional<bool> Config::flag(const std::string& name) const {
  const auto found = entries_.find(name);
  if (found == entries_.end()) return std::nullopt;
  const auto& value = found->second.back();
  int flag = 0;
  if (git_config_parse_bool(&flag, value ? value->c_str() : nullptr) != 0) return std::nullopt;
  return flag != 0;
}

std::vector<std::string> Config::subsections(std::string_view section) const {
  std::set<std::string> names;
  const std::string beginning = std::string(section) + ".";
  for (auto entry = entries_.lower_bound(beginning);
       entry != entries_.end() && entry->first.starts_with(beginning); ++entry) {
    const std::size_t end = entry->first.rfind('.');
    if (end > beginning.size()) names.insert(entry->first.substr(beginning.size(), end - beginning.size()));
  }
  return {names.begin(), names.end()};
}

std::vector<std::pair<std::string, std::string>> Config::entries(std::string_view beginning) const {
  std::vector<std::pair<std::string, std::string>> found;
  for (auto entry = entries_.lower_bound(std::string(beginning));
       entry != entries_.end() && entry->first.starts_with(beginning); ++entry) {
    for (const auto& value : entry->second) found.emplace_back(entry->first, value.value_or("true"));
  }
  return found;
}

void Config::add(const std::string& name, std::optional<std::string> value) {
  entries_[name].push_back(std::move(value));
}

Config read_config(git_repository* repository) {
  Config config = read_by_libgit2(repository);
  const std::string reason = beyond_libgit2(config);
  if (reason.empty()) return config;
  Config whole = read_by_git(repository, reason);
  constexpr const char* shared = "core.sharedrepository";  // what SharedMode asks the handle for
  if (whole.texts(shared) != config.texts(shared)) set_beside_files(repository, shared, whole.text(shared));
  return whole;
}

}  // namespace gimlet::git2
