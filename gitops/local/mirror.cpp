#include "gitops/local/mirror.hpp"

#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/hash.hpp"
#include "core/util/string.hpp"
#include "gitops/git2/init.hpp"
#include "gitops/git2/refs.hpp"
#include "gitops/git2/repository.hpp"
#include "gitops/transport/remote_url.hpp"
#include "gitops/transport/transport.hpp"

namespace gimlet::gitops {
namespace {

namespace fs = std::filesystem;

constexpr int lock_timeout_ms = 60'000;

// Secrets do not count: the same repository under a new token is the same mirror.
fs::path mirror_folder(const std::string& url, const RepoOptions& options) {
  constexpr std::size_t name_length = 32;
  if (options.cache_folder.empty())
    throw Error(ErrorCode::failed, "there is no cache folder to keep a mirror in");
  return options.cache_folder / "mirrors" / (sha256_hex(redact_urls(url)).substr(0, name_length) + ".git");
}

// Made beside its place and renamed, so that a mirror is there whole or not at all.
void create_mirror(const fs::path& folder, const std::string& url) {
  const fs::path fresh = folder.string() + ".new";
  fs::remove_all(fresh);
  git2::create_bare_repository(
      fresh, std::string(mirror_description) + redact_urls(url) + "; may be deleted at any time\n");
  std::error_code code;
  fs::rename(fresh, folder, code);
  if (code)
    throw Error(ErrorCode::failed, "cannot create the mirror " + folder.string() + ": " + code.message());
}

// The branch the remote's HEAD points to, remembered as the mirror's own HEAD.
void follow_remote_head(const fs::path& folder, const std::string& url, const RepoOptions& options) {
  const std::string branch = open_transport(folder, url, transport_options(options))->head_branch();
  const git2::Repository mirror = git2::open_repository(folder);
  if (!branch.empty() && branch != git2::symbolic_value(mirror.get(), "HEAD"))
    git2::set_head(mirror.get(), branch);
}

}  // namespace

bool is_url(const std::string& location) {
  return parse_remote_url(location).scheme != RemoteUrl::Scheme::local ||
         location.find("://") != std::string::npos;
}

bool has_mirror(const std::string& url, const RepoOptions& options) {
  std::error_code ignored;
  return fs::exists(mirror_folder(url, options) / "HEAD", ignored);
}

Clone open_mirror(const std::string& url, const RepoOptions& options, MirrorHead head) {
  check_remote_url(url);
  git2::initialise();
  const fs::path folder = mirror_folder(url, options);
  make_private_folders(folder.parent_path());
  {
    const FileLock lock(folder.string() + ".lock", lock_timeout_ms);
    std::error_code ignored;
    if (!fs::exists(folder / "HEAD", ignored)) create_mirror(folder, url);
    if (options.branch.empty() && head == MirrorHead::ask) follow_remote_head(folder, url, options);
  }
  // HEAD's time says when the mirror was last used.
  static_cast<void>(::utimensat(AT_FDCWD, (folder / "HEAD").c_str(), nullptr, 0));
  Clone clone = open_clone(folder, options);
  clone.mirror = true;
  clone.display_name = redact_urls(url);
  RemoteBranch& remote = clone.remote;
  remote = {"",
            url,
            rewritten_push_url(clone.config, url),
            clone.local_ref,
            clone.local_ref,
            std::nullopt,
            rewritten_url(clone.config, url)};
  return clone;
}

}  // namespace gimlet::gitops
