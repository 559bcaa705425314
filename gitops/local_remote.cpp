#include "gitops/local_remote.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "core/util/time.hpp"
#include "gitops/git2/config.hpp"
#include "gitops/git2/error.hpp"
#include "gitops/git2/init.hpp"
#include "gitops/git2/objects.hpp"
#include "gitops/git2/oid.hpp"
#include "gitops/git2/refs.hpp"
#include "gitops/push_pack.hpp"
#include "gitops/remote_url.hpp"

namespace gimlet::gitops {
namespace {

// What of git's configuration bears on how a remote on this machine is reached. Read without libgit2's
// regular expressions, which leak for every entry that does not match.
struct Settings {
  bool rewritten = false;  // url.*.insteadOf or pushInsteadOf makes something else of the URL
  bool own_push =
      false;  // something that `git push` does and we do not: sign, send options, refuse, run a hook
  bool own_fetch = false;  // something that `git fetch` does and we do not: check objects, hide refs, refuse
};

void take_setting(std::string_view name, std::string_view value, const std::string& url, Settings& settings) {
  const bool for_push = name.ends_with(".pushinsteadof");
  if (name.starts_with("url.") && (for_push || name.ends_with(".insteadof")) && url.starts_with(value)) {
    (for_push ? settings.own_push : settings.rewritten) = true;
  }
  const bool limits = name.starts_with("protocol.") && name.ends_with("allow") && value != "always";
  const bool partial = name.ends_with(".promisor");
  const bool signs = name == "push.gpgsign" && value != "false";
  if (limits || partial || signs || name == "push.pushoption" || name == "core.hookspath")
    settings.own_push = true;
  if (limits || partial || name.ends_with(".fsckobjects") || name.ends_with(".hiderefs"))
    settings.own_fetch = true;
}

Settings read_settings(git_repository* repository, const std::string& url) {
  Settings settings;
  const git2::Config config = git2::read_config(repository);
  CHandle<git_config_iterator, git_config_iterator_free> iterator;
  git2::check(git_config_iterator_new(out_ptr(iterator), config.get()), "cannot read git's configuration");
  git_config_entry* entry = nullptr;
  while (git_config_next(&entry, iterator.get()) == 0) {
    take_setting(entry->name, entry->value == nullptr ? "" : entry->value, url, settings);
  }
  return settings;
}

// Configuration that comes by the environment is git's alone to read.
bool has_configuration_in_environment() {
  constexpr std::array<const char*, 3> names{"GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS",
                                             "GIT_ALLOW_PROTOCOL"};
  return std::any_of(names.begin(), names.end(),
                     [](const char* name) { return std::getenv(name) != nullptr; });
}

// The remote's folder; "" if its URL is not taken literally.
std::filesystem::path remote_folder(const std::filesystem::path& repository, const std::string& url,
                                    const Settings& settings) {
  if (settings.rewritten || has_configuration_in_environment()) return {};
  const std::string path = parse_remote_url(url).path;
  if (url.find("://") != std::string::npos && path.find('%') != std::string::npos) return {};
  return repository / path;  // an absolute path stays what it is
}

bool has_file(git_repository* repository, const char* name) {
  std::error_code ignored;
  return std::filesystem::exists(std::filesystem::path(git_repository_commondir(repository)) / name, ignored);
}

// Brings one ref of the remote's over. False if git must.
class LocalFetch {
 public:
  LocalFetch(git_repository* local, git_repository* remote, bool may_copy)
      : local_(local), remote_(remote), may_copy_(may_copy) {}

  bool fetch(std::string refspec) {
    const bool forced = refspec.starts_with('+');
    if (forced) refspec.erase(0, 1);
    const auto colon = refspec.find(':');
    if (colon == std::string::npos || !refspec.starts_with("refs/") ||
        refspec.find('*') != std::string::npos) {
      return false;
    }
    git_oid theirs;
    const int code = git_reference_name_to_id(&theirs, remote_, refspec.substr(0, colon).c_str());
    if (code != 0) return code == GIT_ENOTFOUND;  // a source that is not there is no error
    const std::string destination = refspec.substr(colon + 1);
    git_oid ours;
    if (git_reference_name_to_id(&ours, local_, destination.c_str()) != 0) return false;
    return git_oid_equal(&theirs, &ours) != 0 || (may_copy_ && copy(ours, theirs, destination));
  }

 private:
  bool copy(const git_oid& from, const git_oid& to, const std::string& ref) {
    git2::Objects source(remote_);
    const auto ids = objects_between(source, from, to);
    if (!ids) return false;
    git2::Objects objects(local_);
    for (const auto& id : *ids) objects.copy(source, id);
    objects.make_durable();
    const auto log =
        git2::log_line(git2::read_config(local_), SystemClock().unix_seconds(), "fetch: fast-forward");
    return git2::move_ref(local_, ref, from, to, log, git2::Durability::later);
  }

  git_repository* local_;
  git_repository* remote_;
  bool may_copy_;
};

}  // namespace

bool fetch_on_this_machine(const std::filesystem::path& repository, const std::string& url,
                           const std::vector<std::string>& refspecs) noexcept {
  try {
    if (parse_remote_url(url).scheme != RemoteUrl::Scheme::local) return false;
    git2::initialise();
    git2::Repository local;
    git2::Repository remote;
    if (git_repository_open(out_ptr(local), repository.c_str()) != 0) return false;
    const Settings here = read_settings(local.get(), url);
    const auto folder = remote_folder(repository, url, here);
    if (folder.empty() || git_repository_open(out_ptr(remote), folder.c_str()) != 0) return false;
    const Settings there = read_settings(remote.get(), url);
    const bool plain = !here.own_fetch && !there.own_fetch && !has_file(local.get(), "shallow") &&
                       !has_file(remote.get(), "shallow");
    LocalFetch fetch(local.get(), remote.get(), plain);
    return std::all_of(refspecs.begin(), refspecs.end(),
                       [&](const std::string& refspec) { return fetch.fetch(refspec); });
  } catch (const std::exception&) {
    return false;
  }
}

std::optional<LocalPush> prepare_local_push(const std::filesystem::path& repository, const std::string& url,
                                            const RefUpdate& update) noexcept {
  try {
    if (parse_remote_url(url).scheme != RemoteUrl::Scheme::local) return std::nullopt;
    git2::initialise();
    git2::Repository local;
    if (git_repository_open(out_ptr(local), repository.c_str()) != 0) return std::nullopt;
    const Settings settings = read_settings(local.get(), url);
    if (settings.own_push || has_file(local.get(), "shallow") || has_file(local.get(), "hooks/pre-push")) {
      return std::nullopt;
    }
    LocalPush push;
    push.remote = remote_folder(repository, url, settings);
    if (push.remote.empty()) return std::nullopt;
    const auto from = update.expected.empty() ? std::nullopt : std::optional(git2::to_oid(update.expected));
    auto pack = pack_between(local.get(), from, git2::to_oid(update.new_id));
    if (!pack) return std::nullopt;
    push.pack = std::move(*pack);
    return push;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace gimlet::gitops
