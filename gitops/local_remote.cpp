#include "gitops/local_remote.hpp"

#include <algorithm>

#include "gitops/git2/handle.hpp"
#include "gitops/git2/init.hpp"
#include "gitops/remote_url.hpp"

namespace gimlet::gitops {
namespace {

enum class Lookup { found, missing, unsure };

Lookup look_up(git_repository* repository, const std::string& ref, git_oid& id) {
  const int code = git_reference_name_to_id(&id, repository, ref.c_str());
  if (code == 0) return Lookup::found;
  return code == GIT_ENOTFOUND ? Lookup::missing : Lookup::unsure;
}

bool up_to_date(git_repository* local, git_repository* remote, std::string refspec) {
  if (refspec.starts_with('+')) refspec.erase(0, 1);
  const auto colon = refspec.find(':');
  if (colon == std::string::npos || !refspec.starts_with("refs/") || refspec.find('*') != std::string::npos) {
    return false;
  }
  git_oid theirs;
  git_oid ours;
  const Lookup source = look_up(remote, refspec.substr(0, colon), theirs);
  if (source != Lookup::found) return source == Lookup::missing;
  return look_up(local, refspec.substr(colon + 1), ours) == Lookup::found &&
         git_oid_equal(&theirs, &ours) != 0;
}

// The remote's folder; "" if it is none, or if url.*.insteadOf makes something else of it.
std::filesystem::path remote_folder(git_repository* local, const std::filesystem::path& repository,
                                    const std::string& url) {
  git2::Remote remote;
  if (git_remote_create_anonymous(out_ptr(remote), local, url.c_str()) != 0) return {};
  if (git_remote_url(remote.get()) != url) return {};
  const std::string path = parse_remote_url(url).path;
  if (url.find("://") != std::string::npos && path.find('%') != std::string::npos) return {};
  return repository / path;  // an absolute path stays what it is
}

}  // namespace

bool nothing_to_fetch(const std::filesystem::path& repository, const std::string& url,
                      const std::vector<std::string>& refspecs) noexcept {
  try {
    if (parse_remote_url(url).scheme != RemoteUrl::Scheme::local) return false;
    git2::initialise();
    git2::Repository local;
    git2::Repository remote;
    if (git_repository_open(out_ptr(local), repository.c_str()) != 0) return false;
    const auto folder = remote_folder(local.get(), repository, url);
    if (folder.empty() || git_repository_open(out_ptr(remote), folder.c_str()) != 0) return false;
    return std::all_of(refspecs.begin(), refspecs.end(), [&](const std::string& refspec) {
      return up_to_date(local.get(), remote.get(), refspec);
    });
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace gimlet::gitops
