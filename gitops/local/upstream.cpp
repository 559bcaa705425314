#include "gitops/local/upstream.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "gitops/git2/refs.hpp"
#include "gitops/local/fetch_refs.hpp"

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
    for (const auto& [ref, id] : transport(Url::fetch).list_refs()) {
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
      if (const std::string told = transport(Url::fetch).head_branch(); !told.empty()) head = told;
      fetch_refs(clone_, transport(Url::fetch), {"+" + head + ":" + head});
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

// What stands in the configuration for the remote of this name.
TransportOptions Upstream::transport_options(Url what) const {
  TransportOptions options = gitops::transport_options(clone_.options);
  if (what == Url::push) {  // insteadOf has been applied, and is not to be once more
    const std::string& target = clone_.remote.push_url;
    options.name = "gimlet-push";
    options.settings = {{"remote.gimlet-push.url", target},
                        {"remote.gimlet-push.pushurl", target},
                        {"url." + target + ".insteadOf", target}};
  }
  if (clone_.remote.remote.empty()) return options;
  const std::string section = "remote." + clone_.remote.remote + ".";
  options.upload_pack = clone_.config.text(section + "uploadpack");
  options.receive_pack = clone_.config.text(section + "receivepack");
  for (const char* const name : {"proxy", "proxyAuthMethod"}) {
    if (std::string value = clone_.config.text(section + to_lower(name)); !value.empty())
      options.settings.emplace_back(std::string("http.") + name, std::move(value));
  }
  return options;
}

Transport& Upstream::transport(Url what) {
  const RemoteBranch& remote = clone_.remote;
  // To push, git makes of the URL that is fetched from what it makes of one without a pushurl.
  const bool is_other =
      what == Url::push && (remote.push_url != remote.fetch_target ||
                            remote.push_url != rewritten_push_url(clone_.config, remote.fetch_url));
  auto& slot = is_other ? pusher_ : fetcher_;
  if (!slot) {
    slot = open_transport(clone_.start_folder(), is_other ? remote.push_url : remote.fetch_url,
                          transport_options(is_other ? Url::push : Url::fetch));
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

Tips Upstream::fetch(Url from) {
  if (!clone_.has_remote()) return known();
  const std::string& tracking = clone_.remote.tracking_ref;
  if (tracking == clone_.local_ref && !clone_.mirror) return fetch_beside(from);
  const auto gone = fetch_refs(clone_, transport(from), {"+" + clone_.remote.ref + ":" + tracking});
  if (!gone.empty() && clone_.ref(tracking)) forget_tracking();
  return known();
}

// A fetch into the branch itself would lose what was not pushed.
Tips Upstream::fetch_beside(Url from) {
  const std::string beside = fmt::format("refs/gimlet/fetch/{}", ::getpid());
  const auto gone = transport(from).fetch({"+" + clone_.remote.ref + ":" + beside});
  Tips tips = known();
  tips.remote = gone.empty() ? clone_.ref(beside) : std::nullopt;
  static_cast<void>(git2::remove_ref(clone_.repository.get(), beside));
  return tips;
}

PushReply Upstream::push(const git_oid& commit, const std::optional<git_oid>& expected) {
  const RefUpdate update{clone_.remote.ref, git2::to_hex(commit), expected ? git2::to_hex(*expected) : ""};
  return transport(Url::push).push({update});
}

}  // namespace gimlet::gitops
