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

// True if url.*.insteadOf makes something else of the URL. Looked up without libgit2's regular expressions,
// which leak for every entry that does not match.
bool is_rewritten(git_repository* repository, const std::string& url) {
  git2::Config config;
  if (git_repository_config_snapshot(out_ptr(config), repository) != 0) return true;
  CHandle<git_config_iterator, git_config_iterator_free> iterator;
  if (git_config_iterator_new(out_ptr(iterator), config.get()) != 0) return true;
  git_config_entry* entry = nullptr;
  while (git_config_next(&entry, iterator.get()) == 0) {
    const std::string_view name = entry->name;
    if (name.starts_with("url.") && name.ends_with(".insteadof") && entry->value != nullptr &&
        url.starts_with(entry->value)) {
      return true;
    }
  }
  return false;
}

// The remote's folder; "" if its URL is not taken literally.
std::filesystem::path remote_folder(git_repository* local, const std::filesystem::path& repository,
                                    const std::string& url) {
  if (is_rewritten(local, url)) return {};
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
