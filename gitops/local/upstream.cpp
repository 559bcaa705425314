#include "gitops/local/upstream.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "gitops/git2/refs.hpp"

namespace gimlet::gitops {
namespace {

using Relation = git2::Objects::Relation;

constexpr std::string_view heads = "refs/heads/";

std::string branch_name(const std::string& ref) {
  return ref.starts_with(heads) ? ref.substr(heads.size()) : ref;
}

}  // namespace

std::optional<git_oid> Upstream::base(const Tips& tips, Diverged diverged) {
  if (!tips.remote && !tips.local) return start_of_branch();
  if (!tips.remote || !tips.local) return tips.remote ? tips.remote : tips.local;
  switch (clone_.objects->relation(*tips.local, *tips.remote)) {
    case Relation::same:
    case Relation::ahead:
      return tips.local;
    case Relation::behind:
      return tips.remote;
    case Relation::diverged:
      break;
  }
  if (diverged == Diverged::follow_remote) return tips.remote;
  throw Error(ErrorCode::conflict, "the branch " + clone_.branch + " of " + clone_.display_name +
                                       " has commits that its remote lacks, and the remote has others")
      .hint("bring them together first: git pull --rebase");
}

std::vector<std::string> Upstream::branches() {
  std::vector<std::string> names;
  if (clone_.mirror) {
    for (const auto& [ref, id] : transport(false).list_refs()) {
      if (ref.starts_with(heads)) names.push_back(branch_name(ref));
    }
  } else {
    for (const auto& ref : git2::ref_names(clone_.repository.get(), std::string(heads) + "*"))
      names.push_back(branch_name(ref));
  }
  return names;
}

// The branch is neither here nor at the remote.
std::optional<git_oid> Upstream::start_of_branch() {
  std::string head = git2::symbolic_value(clone_.repository.get(), "HEAD");
  if (clone_.options.create_branch) {
    if (clone_.mirror) {
      if (const std::string told = transport(false).head_branch(); !told.empty()) head = told;
      transport(false).fetch({"+" + head + ":" + head});
    }
    return clone_.ref(clone_.mirror ? head : "HEAD");
  }
  const bool is_heads_own = head == clone_.local_ref;
  if (is_heads_own && !clone_.mirror) return std::nullopt;  // HEAD is on a branch to be
  const auto names = branches();
  if (is_heads_own && names.empty()) return std::nullopt;  // an empty remote
  Error error(ErrorCode::not_found, "there is no branch " + clone_.branch + " in " + clone_.display_name);
  constexpr std::size_t shown = 5;
  std::string some =
      join({names.begin(), names.begin() + static_cast<std::ptrdiff_t>(std::min(shown, names.size()))}, ", ");
  if (names.size() > shown) some += fmt::format(" and {} more", names.size() - shown);
  error.hint((names.empty() ? "it is empty" : "it has " + some) + "; a new one is made with --create-branch");
  throw error;  // NOLINT(misc-throw-by-value-catch-by-reference): a copy, thrown by value
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
  const auto gone = transport(false).fetch({"+" + clone_.remote.ref + ":" + clone_.remote.tracking_ref});
  if (!gone.empty() && clone_.ref(clone_.remote.tracking_ref)) forget_tracking();
  return known();
}

PushReply Upstream::push(const git_oid& commit, const std::optional<git_oid>& expected) {
  const RefUpdate update{clone_.remote.ref, git2::to_hex(commit), expected ? git2::to_hex(*expected) : ""};
  return transport(true).push({update});
}

}  // namespace gimlet::gitops
