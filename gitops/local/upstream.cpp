#include "gitops/local/upstream.hpp"

#include "core/util/error.hpp"
#include "gitops/git2/refs.hpp"

namespace gimlet::gitops {
namespace {

using Relation = git2::Objects::Relation;

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
  auto& slot = for_push && clone_.remote.push_url != clone_.remote.fetch_url ? pusher_ : fetcher_;
  if (!slot) {
    TransportOptions options;
    options.kind = clone_.options.transport;
    options.timeout_ms = clone_.options.timeout_ms;
    options.on_progress = clone_.options.on_progress;
    slot =
        open_transport(clone_.root(), for_push ? clone_.remote.push_url : clone_.remote.fetch_url, options);
  }
  return *slot;
}

Tips Upstream::known() const {
  Tips tips;
  tips.local = clone_.ref(clone_.local_ref);
  if (clone_.has_remote()) tips.remote = clone_.ref(clone_.remote.tracking_ref);
  return tips;
}

void Upstream::forget_tracking() const {
  if (!git2::remove_ref(clone_.repository.get(), clone_.remote.tracking_ref))
    throw Error(ErrorCode::conflict, "cannot remove " + clone_.remote.tracking_ref + ": it is locked");
}

Tips Upstream::fetch() {
  if (!clone_.has_remote()) return known();
  transport(false).fetch({"+" + clone_.remote.ref + ":" + clone_.remote.tracking_ref});
  return known();
}

Tips Upstream::fetch_after_race(const Tips& before) {
  Tips now = fetch();
  if (!now.remote || !same(now.remote, before.remote)) return now;
  if (!transport(false).list_refs().contains(clone_.remote.ref)) {
    forget_tracking();
    now = known();
  }
  return now;
}

PushReply Upstream::push(const git_oid& commit, const std::optional<git_oid>& expected) {
  const RefUpdate update{clone_.remote.ref, git2::to_hex(commit), expected ? git2::to_hex(*expected) : ""};
  return transport(true).push({update});
}

}  // namespace gimlet::gitops
