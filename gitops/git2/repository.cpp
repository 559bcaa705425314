#include "gitops/git2/repository.hpp"

#include "core/util/process.hpp"
#include "gitops/git2/config_files.hpp"
#include "gitops/git2/error.hpp"
#include "gitops/git2/git_program.hpp"

namespace gimlet::git2 {
namespace {

// What git's configuration says for libgit2, which does not know "*", nor what the environment adds.
bool every_repository_is_safe() {
  ConfigHandle config;
  if (git_config_open_default(out_ptr(config)) < 0) return false;
  bool all = false;
  git_config_get_multivar_foreach(
      config.get(), "safe.directory", nullptr,
      [](const git_config_entry* entry, void* payload) {
        *static_cast<bool*>(payload) = std::string_view(entry->value) == "*";
        return 0;
      },
      &all);
  return all;
}

// Whether git itself would work in a folder of another user's.
bool is_safe(const std::filesystem::path& path) {
  if (!find_program("git")) return every_repository_is_safe();
  ProcessOptions options;
  options.unset_env = repository_variables();
  return run_process({"git", "-C", path.string(), "rev-parse", "--git-dir"}, options).ok();
}

// libgit2 says so with the wrong code where no configuration has the setting.
bool is_of_another_user(int code) {
  return code == GIT_EOWNER ||
         (code == GIT_ENOTFOUND && last_message().find("safe.directory") != std::string::npos);
}

int try_to_open(Repository& repository, const std::filesystem::path& path, Search search) {
  const unsigned flags = search == Search::none ? unsigned{GIT_REPOSITORY_OPEN_NO_SEARCH} : 0U;
  const int code = git_repository_open_ext(out_ptr(repository), path.c_str(), flags, nullptr);
  return code < 0 ? code : use_config_files(repository.get());
}

}  // namespace

int open(Repository& repository, const std::filesystem::path& path, Search search) {
  const int code = try_to_open(repository, path, search);
  if (!is_of_another_user(code)) return code;
  const std::string message = last_message();
  if (is_safe(path)) return open_for_reading(repository, path, search);
  git_error_set_str(GIT_ERROR_CONFIG, message.c_str());
  return GIT_EOWNER;
}

int open_for_reading(Repository& repository, const std::filesystem::path& path, Search search) {
  check(git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0), "cannot set up libgit2");
  const int code = try_to_open(repository, path, search);
  check(git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 1), "cannot set up libgit2");
  return code;
}

Repository open_repository(const std::filesystem::path& path) {
  Repository repository;
  check(open(repository, path, Search::none), "cannot open the repository " + path.string());
  return repository;
}

Repository open_bare_repository(const std::filesystem::path& git_folder) {
  Repository repository;
  check(git_repository_open_bare(out_ptr(repository), git_folder.c_str()),
        "cannot open the repository " + git_folder.string());
  check(use_config_files(repository.get()), "cannot read git's configuration");
  return repository;
}

void create_bare_repository(const std::filesystem::path& folder, const std::string& description) {
  Repository repository;
  git_repository_init_options options = GIT_REPOSITORY_INIT_OPTIONS_INIT;
  options.flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKDIR;
  options.initial_head = "main";
  options.description = description.c_str();
  check(git_repository_init_ext(out_ptr(repository), folder.c_str(), &options), "cannot create a repository");
}

std::filesystem::path own_folder(git_repository* repository) {
  return git_repository_path(repository);
}

std::filesystem::path common_folder(git_repository* repository) {
  return git_repository_commondir(repository);
}

std::filesystem::path working_tree(git_repository* repository) {
  const char* const folder = git_repository_workdir(repository);
  return folder == nullptr ? "" : folder;
}

std::string remote_url(git_repository* repository, const char* name) {
  Remote remote;
  if (git_remote_lookup(out_ptr(remote), repository, name) != 0) return "";
  const char* const url = git_remote_url(remote.get());
  return url == nullptr ? "" : url;
}

}  // namespace gimlet::git2
