#include "gitops/local/clone.hpp"

#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/util/fs.hpp"
#include "core/util/string.hpp"
#include "gitops/git2/error.hpp"
#include "gitops/git2/init.hpp"
#include "gitops/git2/refs.hpp"
#include "gitops/git2/repository.hpp"
#include "gitops/transport/remote_url.hpp"
#include "gitops/transport/transport.hpp"

namespace gimlet::gitops {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view heads = "refs/heads/";

bool looks_like_repository(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path / ".git", ignored) ||
         (fs::exists(path / "HEAD", ignored) && fs::exists(path / "objects", ignored));
}

Error cannot_open(int code, const fs::path& path) {
  if (!looks_like_repository(path)) {
    return Error(ErrorCode::bad_input, path.string() + " is no git repository")
        .hint("give the path of a clone, or a URL");
  }
  const std::string what = "cannot open the repository " + path.string();
  if (code == GIT_EOWNER) {
    return Error(ErrorCode::bad_input, what + ": it belongs to another user")
        .hint("git config --global --add safe.directory " + fs::weakly_canonical(path).string());
  }
  return git2::error(code, what, ErrorCode::bad_input);
}

// Two extensions that libgit2 was told to let pass.
void check_format(const Clone& clone) {
  const auto check = [&](const char* setting, const char* supported) {
    const std::string value = clone.config.text(setting);
    if (value.empty() || value == supported) return;
    throw Error(ErrorCode::bad_input, fmt::format("the repository {} has {} = {}, which is not supported",
                                                  clone.display_name, setting, printable_line(value)))
        .hint("a clone that git makes with --object-format=sha1 --ref-format=files is");
  };
  check("extensions.objectformat", "sha1");
  check("extensions.refstorage", "files");
}

// A configuration of the working tree's own, which libgit2 does not read, may say that there is none.
void check_bare(Clone& clone, const fs::path& path) {
  if (!clone.config.flag("extensions.worktreeconfig").value_or(false)) return;
  if (!clone.config.flag("core.bare").value_or(false)) return;
  if (git2::working_tree(clone.repository.get()).empty()) return;
  clone.repository = git2::open_bare_repository(path);
  clone.config = git2::read_config(clone.repository.get());
}

git2::Repository open_repository(const fs::path& path) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) throw Error(ErrorCode::not_found, "there is no " + path.string());
  git2::Repository repository;
  if (const int code = git2::open(repository, path, git2::Search::none); code < 0)
    throw cannot_open(code, path);
  return repository;
}

// The name of the branch that HEAD stands on; "" if it is detached.
std::string branch_of_head(git_repository* repository) {
  const std::string target = git2::symbolic_value(repository, "HEAD");
  return target.starts_with(heads) ? target.substr(heads.size()) : "";
}

std::string choose_branch(const Clone& clone) {
  if (!clone.options.branch.empty()) {
    if (!git2::is_ref_name(std::string(heads) + clone.options.branch))
      throw Error(ErrorCode::bad_input, "\"" + printable_line(clone.options.branch) + "\" is no branch name");
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
std::string absolute_path(const Clone& clone, const std::string& url) {
  if (parse_remote_url(url).scheme != RemoteUrl::Scheme::local || url.find("://") != std::string::npos)
    return url;
  return (clone.root() / url).lexically_normal().string();
}

// What insteadOf makes something else of is no path yet.
std::string absolute_url(const Clone& clone, const std::string& url) {
  const bool is_rewritten =
      rewritten_url(clone.config, url) != url || rewritten_push_url(clone.config, url) != url;
  return is_rewritten ? url : absolute_path(clone, url);
}

void find_remote(Clone& clone) {
  RemoteBranch& remote = clone.remote;
  remote = find_remote_branch(clone.config, clone.branch);
  if (remote.fetch_url.empty()) return;
  remote.fetch_url = absolute_url(clone, remote.fetch_url);
  remote.fetch_target = absolute_path(clone, remote.fetch_target);
  remote.push_url = absolute_path(clone, remote.push_url);
}

}  // namespace

bool Clone::is_checked_out() const {
  return !git2::working_tree(repository.get()).empty() && branch_of_head(repository.get()) == branch;
}

bool Clone::is_being_rebased() const {
  std::vector<fs::path> folders{common_folder()};
  std::error_code ignored;
  for (const auto& linked : fs::directory_iterator(common_folder() / "worktrees", ignored)) {
    folders.push_back(linked.path());
  }
  for (const auto& folder : folders) {
    for (const char* const rebase : {"rebase-merge", "rebase-apply"}) {
      const fs::path name = folder / rebase / "head-name";
      if (fs::exists(name, ignored) && trim(read_file(name)) == local_ref) return true;
    }
  }
  return false;
}

fs::path Clone::root() const {
  const fs::path folder = git2::working_tree(repository.get());
  return folder.empty() ? git2::own_folder(repository.get()) : folder;
}

fs::path Clone::start_folder() const {
  const fs::path folder = root();
  const fs::path own = git2::own_folder(repository.get());
  std::error_code ignored;
  fs::path leads_to = folder / ".git";
  if (fs::is_regular_file(leads_to, ignored)) {
    constexpr std::string_view beginning = "gitdir:";
    const std::string text(trim(read_file(leads_to)));
    if (text.starts_with(beginning))
      leads_to = folder / trim(std::string_view(text).substr(beginning.size()));
  }
  return fs::equivalent(leads_to, own, ignored) ? folder : own;
}

fs::path Clone::common_folder() const {
  return git2::common_folder(repository.get());
}

std::optional<git_oid> Clone::ref(const std::string& name) const {
  return git2::ref_value(repository.get(), name);
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
  check_format(clone);
  check_bare(clone, path);
  clone.objects = std::make_shared<git2::Objects>(clone.repository.get());
  clone.branch = choose_branch(clone);
  clone.local_ref = std::string(heads) + clone.branch;
  find_remote(clone);
  const bool pushes_by_git =
      clone.has_remote() && choose_transport(clone.remote.push_url, options.transport).name == "git";
  clone.filters =
      std::make_shared<Filters>(Filters::Site{git2::own_folder(clone.repository.get()), clone.common_folder(),
                                              git2::working_tree(clone.repository.get()), pushes_by_git},
                                clone.config, clone.objects);
  return clone;
}

}  // namespace gimlet::gitops
