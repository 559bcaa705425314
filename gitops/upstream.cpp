#include "gitops/upstream.hpp"

#include <filesystem>

#include "core/util/error.hpp"
#include "gitops/git2/error.hpp"
#include "gitops/remote_url.hpp"

namespace gimlet::gitops {
namespace {

using Relation = git2::Objects::Relation;

// The folder of a remote that is a path or a file URL without escapes; "" for any other.
std::string local_folder(const std::string& url) {
  constexpr std::string_view file = "file://";
  if (parse_remote_url(url).scheme != RemoteUrl::Scheme::local) return "";
  if (!url.starts_with(file)) return url;
  return url.find('%') == std::string::npos ? url.substr(file.size()) : "";
}

bool same(const std::optional<git_oid>& a, const std::optional<git_oid>& b) {
  return a.has_value() == b.has_value() && (!a || git2::same(*a, *b));
}

}  // namespace

std::optional<git_oid> base_of(Clone& clone, const Tips& tips, bool strict) {
  if (!tips.remote || !tips.local) return tips.remote ? tips.remote : tips.local;
  switch (clone.objects->relation(*tips.local, *tips.remote)) {
    case Relation::same:
    case Relation::ahead:
      return tips.local;
    case Relation::behind:
      return tips.remote;
    case Relation::diverged:
      break;
  }
  if (!strict) return tips.remote;
  throw Error(ErrorCode::conflict, "the branch " + clone.branch + " of " + clone.display_name +
                                       " has commits that its remote lacks, and the remote has others")
      .hint("bring them together first: git pull --rebase");
}

Transport& Upstream::transport(bool for_push) {
  auto& slot = for_push && clone_.push_url != clone_.fetch_url ? pusher_ : fetcher_;
  if (!slot) {
    TransportOptions options;
    options.kind = clone_.options.transport;
    options.timeout_ms = clone_.options.timeout_ms;
    options.on_progress = clone_.options.on_progress;
    slot = open_transport(clone_.root(), for_push ? clone_.push_url : clone_.fetch_url, options);
  }
  return *slot;
}

Tips Upstream::known() const {
  Tips tips;
  tips.local = clone_.ref(clone_.local_ref);
  if (clone_.has_remote()) tips.remote = clone_.ref(clone_.tracking_ref);
  return tips;
}

void Upstream::set_tracking(const std::optional<git_oid>& tip) const {
  git2::Reference reference;
  const char* const log = "gimlet: fetch";
  if (tip) {
    git2::check(git_reference_create(out_ptr(reference), clone_.repository.get(), clone_.tracking_ref.c_str(),
                                     &*tip, 1, log),
                "cannot move " + clone_.tracking_ref);
    return;
  }
  const int code = git_reference_remove(clone_.repository.get(), clone_.tracking_ref.c_str());
  if (code != GIT_ENOTFOUND) git2::check(code, "cannot remove " + clone_.tracking_ref);
}

// Reads a local remote's branch. If we have that commit already, remembering it is all a fetch would do.
bool Upstream::is_up_to_date() const {
  const std::string folder = local_folder(clone_.fetch_url);
  if (folder.empty()) return false;
  git2::Repository remote;
  if (git_repository_open_ext(out_ptr(remote), folder.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr) < 0)
    return false;
  git_oid tip{};
  const int code = git_reference_name_to_id(&tip, remote.get(), clone_.local_ref.c_str());
  if (code == GIT_ENOTFOUND) {
    set_tracking(std::nullopt);
    return true;
  }
  if (code < 0) return false;
  const auto known = clone_.ref(clone_.tracking_ref);
  if (known && git2::same(*known, tip)) return true;
  return false;
}

Tips Upstream::fetch() {
  if (!clone_.has_remote()) return known();
  if (!is_up_to_date()) transport(false).fetch({"+" + clone_.local_ref + ":" + clone_.tracking_ref});
  return known();
}

Tips Upstream::fetch_after_race(const Tips& before) {
  Tips now = fetch();
  if (!now.remote || !same(now.remote, before.remote)) return now;
  if (!transport(false).list_refs().contains(clone_.local_ref)) {
    set_tracking(std::nullopt);
    now = known();
  }
  return now;
}

PushOutcome Upstream::push(const git_oid& commit, const std::optional<git_oid>& expected) {
  const RefUpdate update{clone_.local_ref, git2::to_hex(commit), expected ? git2::to_hex(*expected) : ""};
  const PushOutcome outcome = transport(true).push({update});
  return outcome;
}

}  // namespace gimlet::gitops
