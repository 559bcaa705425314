#include "gitops/local/clone.hpp"

#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/util/string.hpp"
#include "gitops/git2/error.hpp"
#include "gitops/git2/init.hpp"
#include "gitops/transport/remote_url.hpp"

namespace gimlet::gitops {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view heads = "refs/heads/";

bool looks_like_repository(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path / ".git", ignored) ||
         (fs::exists(path / "HEAD", ignored) && fs::exists(path / "objects", ignored));
}

// libgit2 takes no "*" in safe.directory, though git does.
bool everything_is_safe() {
  git2::Config config;
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

int open_at(git2::Repository& repository, const fs::path& path) {
  return git_repository_open_ext(out_ptr(repository), path.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
}

Error cannot_open(int code, const fs::path& path) {
  if (!looks_like_repository(path)) {
    return Error(ErrorCode::bad_input, path.string() + " is no git repository")
        .hint("give the path of a clone, or a URL");
  }
  const std::string what = "cannot open the repository " + path.string();
  const std::string message = git2::last_message();
  if (code == GIT_EOWNER || code == GIT_ENOTFOUND) {
    return Error(ErrorCode::bad_input,
                 what + ": it belongs to another user" + (message.empty() ? "" : " (" + message + ")"))
        .hint("git config --global --add safe.directory " + fs::weakly_canonical(path).string());
  }
  Error error = git2::error(code, what, ErrorCode::bad_input);
  if (message.find("extension") != std::string::npos || message.find("version") != std::string::npos) {
    error.hint("repositories with sha256 objects or reftable refs are not supported");
  }
  return error;
}

git2::Repository open_repository(const fs::path& path) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) throw Error(ErrorCode::not_found, "there is no " + path.string());
  git2::Repository repository;
  int code = open_at(repository, path);
  if (code == GIT_EOWNER && everything_is_safe()) {
    git2::check(git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0), "cannot set up libgit2");
    code = open_at(repository, path);
  }
  if (code < 0) throw cannot_open(code, path);
  return repository;
}

// The name of the branch that HEAD stands on; "" if it is detached.
std::string branch_of_head(git_repository* repository) {
  git2::Reference head;
  git2::check(git_reference_lookup(out_ptr(head), repository, "HEAD"), "cannot read HEAD");
  const char* target = git_reference_symbolic_target(head.get());
  if (target == nullptr || !std::string_view(target).starts_with(heads)) return "";
  return std::string(target).substr(heads.size());
}

std::string choose_branch(const Clone& clone) {
  if (!clone.options.branch.empty()) {
    int valid = 0;
    git_reference_name_is_valid(&valid, (std::string(heads) + clone.options.branch).c_str());
    if (valid == 0) {
      throw Error(ErrorCode::bad_input, "\"" + printable_line(clone.options.branch) + "\" is no branch name");
    }
    return clone.options.branch;
  }
  std::string branch = branch_of_head(clone.repository.get());
  if (branch.empty()) {
    throw Error(ErrorCode::bad_input, clone.display_name + " has a detached HEAD: it stands on no branch")
        .hint("check a branch out, or name one with --gitops-branch");
  }
  return branch;
}

// A local remote's path made absolute: git takes it from the clone's own folder.
std::string absolute_url(const Clone& clone, const std::string& url) {
  if (parse_remote_url(url).scheme != RemoteUrl::Scheme::local || url.find("://") != std::string::npos)
    return url;
  return (clone.root() / url).lexically_normal().string();
}

// The URLs as written: the transport applies url.<base>.insteadOf.
void find_remote(Clone& clone) {
  const std::string url = git2::config_text(clone.config, "remote.origin.url");
  if (url.empty()) return;
  clone.fetch_url = absolute_url(clone, url);
  const std::string push_url = git2::config_text(clone.config, "remote.origin.pushurl");
  clone.push_url = push_url.empty() ? clone.fetch_url : absolute_url(clone, push_url);
}

}  // namespace

bool Clone::is_checked_out() const {
  return git_repository_is_bare(repository.get()) == 0 && branch_of_head(repository.get()) == branch;
}

fs::path Clone::root() const {
  const char* work = git_repository_workdir(repository.get());
  return work != nullptr ? work : git_repository_path(repository.get());
}

fs::path Clone::common_folder() const {
  return git_repository_commondir(repository.get());
}

std::optional<git_oid> Clone::ref(const std::string& name) const {
  git_oid id{};
  const int code = git_reference_name_to_id(&id, repository.get(), name.c_str());
  if (code == GIT_ENOTFOUND) return std::nullopt;
  git2::check(code, "cannot read " + name);
  return id;
}

void Clone::warn(const std::string& text) const {
  if (options.on_warning) options.on_warning(text);
}

Clone open_clone(const fs::path& path, const RepoOptions& options) {
  git2::initialise();
  Clone clone;
  clone.repository = open_repository(path);
  clone.config = git2::read_config(clone.repository.get());
  clone.options = options;
  clone.display_name = path.string();
  clone.objects = std::make_shared<git2::Objects>(clone.repository.get());
  clone.branch = choose_branch(clone);
  clone.local_ref = std::string(heads) + clone.branch;
  clone.tracking_ref = "refs/remotes/origin/" + clone.branch;
  find_remote(clone);
  return clone;
}

}  // namespace gimlet::gitops
