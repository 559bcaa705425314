#include "gitops/git2/config_files.hpp"

#include <cstdlib>
#include <filesystem>

#include <git2/sys/repository.h>

#include "core/util/fs.hpp"
#include "gitops/git2/error.hpp"
#include "gitops/git2/handle.hpp"

namespace gimlet::git2 {
namespace {

// nullptr if it is not set; one that is empty names no file.
const char* variable(const char* name) {
  return std::getenv(name);
}

bool leaves_system_out() {
  const char* const text = variable("GIT_CONFIG_NOSYSTEM");
  int flag = 0;
  return text != nullptr && git_config_parse_bool(&flag, text) == 0 && flag != 0;
}

// Adds files to a configuration until one cannot be read.
class Files {
 public:
  Files(git_config* config, git_repository* repository) : config_(config), repository_(repository) {}

  void add(const char* path, git_config_level_t level) {
    constexpr int replace = 1;
    if (code_ == 0 && *path != '\0')
      code_ = git_config_add_file_ondisk(config_, path, level, repository_, replace);
  }
  // Nothing happens where the library finds no such file.
  void add(int (*find)(git_buf*), git_config_level_t level) {
    Buffer path;
    if (find(path.get()) == 0) add(path.data(), level);
  }
  [[nodiscard]] int code() const { return code_; }

 private:
  git_config* config_;
  git_repository* repository_;
  int code_ = 0;
};

}  // namespace

int use_config_files(git_repository* repository) {
  const char* const system = variable("GIT_CONFIG_SYSTEM");
  const char* const global = variable("GIT_CONFIG_GLOBAL");
  const bool no_system = leaves_system_out();
  if (system == nullptr && global == nullptr && !no_system) return 0;
  ConfigHandle config;
  if (const int code = git_config_new(out_ptr(config)); code < 0) return code;
  Files files(config.get(), repository);
  if (!no_system && system != nullptr) files.add(system, GIT_CONFIG_LEVEL_SYSTEM);
  if (!no_system && system == nullptr) files.add(git_config_find_system, GIT_CONFIG_LEVEL_SYSTEM);
  if (global != nullptr) {
    files.add(global, GIT_CONFIG_LEVEL_GLOBAL);
  } else {
    files.add(git_config_find_xdg, GIT_CONFIG_LEVEL_XDG);
    files.add(git_config_find_global, GIT_CONFIG_LEVEL_GLOBAL);
  }
  const std::string own = std::string(git_repository_commondir(repository)) + "config";
  files.add(own.c_str(), GIT_CONFIG_LEVEL_LOCAL);
  return files.code() < 0 ? files.code() : git_repository_set_config(repository, config.get());
}

// libgit2 reads configurations from files only; a snapshot holds what they said.
void set_beside_files(git_repository* repository, const std::string& name, const std::string& value) {
  constexpr const char* doing = "cannot use git's configuration";
  const TempFolder folder("gimlet-config");
  const std::filesystem::path file = folder.path() / "config";
  write_file_atomically(file, "");
  ConfigHandle written;
  check(git_config_open_ondisk(out_ptr(written), file.c_str()), doing);
  check(git_config_set_string(written.get(), name.c_str(), value.c_str()), doing);
  ConfigHandle files;
  check(git_repository_config(out_ptr(files), repository), doing);
  check(git_config_add_file_ondisk(files.get(), file.c_str(), GIT_CONFIG_LEVEL_APP, repository, 1), doing);
  ConfigHandle snapshot;
  check(git_config_snapshot(out_ptr(snapshot), files.get()), doing);
  check(git_repository_set_config(repository, snapshot.get()), doing);
}

}  // namespace gimlet::git2
