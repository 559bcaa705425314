#include "gitops/local/git_repo.hpp"

#include <algorithm>
#include <utility>

#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "gitops/git2/lock.hpp"
#include "gitops/git2/tree_diff.hpp"
#include "gitops/local/git_snapshot.hpp"
#include "gitops/local/identity.hpp"
#include "gitops/local/mirror.hpp"
#include "gitops/local/publish.hpp"
#include "gitops/local/walk.hpp"

namespace gimlet::gitops {
namespace {

constexpr std::size_t shortest_prefix = 4;
constexpr int lock_timeout_ms = 60'000;

Error no_commit(std::string_view text) {
  return {ErrorCode::not_found, "there is no commit " + printable_line(text)};
}

Error ambiguous(std::string_view text) {
  return Error(ErrorCode::not_found, printable_line(text) + " is ambiguous: several commits begin with it")
      .hint("give more digits");
}

}  // namespace

std::string GitRepo::remote_url() const {
  return redact_urls(clone_.remote.fetch_url);
}

std::unique_ptr<Snapshot> GitRepo::tip(bool fetch) {
  Tips tips = upstream_.known();
  const bool unseen_mirror = clone_.mirror && !tips.local;
  if ((fetch || unseen_mirror) && clone_.has_remote()) {
    const git2::WriterLock lock(clone_.common_folder(), lock_timeout_ms, clone_.shared_mode());
    tips = upstream_.fetch(Upstream::Url::fetch);
  } else if (tips.local || !clone_.has_remote()) {
    tips.remote.reset();
  }
  const auto base = upstream_.base(tips, Upstream::Diverged::follow_remote);
  if (!base) return std::make_unique<GitSnapshot>();
  return std::make_unique<GitSnapshot>(clone_.objects, *base, clone_.filters);
}

git_oid GitRepo::commit_id(std::string_view text) {
  if (!git2::is_full_id(text)) return git2::to_oid(resolve_commit(text));
  const git_oid id = git2::to_oid(text);
  git2::CommitData data;
  if (!clone_.objects->commit(id, data)) throw no_commit(text);
  return id;
}

std::unique_ptr<Snapshot> GitRepo::at(std::string_view commit) {
  return std::make_unique<GitSnapshot>(clone_.objects, commit_id(commit), clone_.filters);
}

// The slow way, for a prefix that objects of other kinds share.
std::vector<std::string> GitRepo::commits_with_prefix(const std::string& prefix) {
  std::vector<std::string> found;
  const auto look_from = [&](const std::optional<git_oid>& start) {
    if (!start) return;
    walk_commits(*clone_.objects, *start, [&](const CommitInfo& info) {
      if (info.id.starts_with(prefix)) found.push_back(info.id);
      return true;
    });
  };
  const Tips tips = upstream_.known();
  look_from(tips.local);
  look_from(tips.remote);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::string GitRepo::resolve_commit(std::string_view prefix) {
  const std::string digits = to_lower(prefix);
  const bool hex = std::all_of(digits.begin(), digits.end(),
                               [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  if (!hex || digits.size() > GIT_OID_HEXSZ) throw no_commit(prefix);
  if (digits.size() < shortest_prefix) {
    throw Error(ErrorCode::not_found, "\"" + digits + "\" is too short for a commit")
        .hint("give 4 digits or more");
  }
  if (digits.size() == GIT_OID_HEXSZ) return git2::to_hex(commit_id(digits));
  const auto match = clone_.objects->commit_with_prefix(digits);
  if (match.several) {
    const auto commits = commits_with_prefix(digits);
    if (commits.size() != 1) throw ambiguous(prefix);
    return commits.front();
  }
  if (!match.commit) throw no_commit(prefix);
  return git2::to_hex(*match.commit);
}

void GitRepo::warn_if_shallow() {
  if (warned_ || !clone_.objects->is_shallow()) return;
  warned_ = true;
  clone_.warn("this is a shallow clone: its history is cut off (git fetch --unshallow brings the rest)");
}

void GitRepo::walk(std::string_view from, const std::function<bool(const CommitInfo&)>& visit) {
  warn_if_shallow();
  walk_commits(*clone_.objects, commit_id(from), visit);
}

void GitRepo::walk_changes(
    std::string_view from, const std::vector<std::string>& folders,
    const std::function<bool(const CommitInfo&, const std::vector<std::string>& changed)>& visit) {
  warn_if_shallow();
  walk_changed(*clone_.objects, commit_id(from), folders, visit);
}

Published GitRepo::publish(const Plan& plan, const PublishOptions& options) {
  return while_doing([&] { return "writing to " + clone_.display_name; },
                     [&] { return publish_changes(clone_, upstream_, plan, options); });
}

std::optional<Identity> GitRepo::identity() {
  Identity author = identity_of(clone_.config, Role::author);
  if (author.name.empty()) return std::nullopt;
  return author;
}

git_oid GitRepo::tree_of(std::string_view commit) {
  if (commit.empty()) return {};
  git2::CommitData data;
  clone_.objects->required_commit(commit_id(commit), data);
  return data.tree;
}

std::string GitRepo::diff(std::string_view from, std::string_view to, std::string_view path) {
  return git2::unified_diff(clone_.repository.get(), tree_of(from), tree_of(to), std::string(path));
}

std::unique_ptr<Repo> open_repo(const std::string& location, const RepoOptions& options) {
  return while_doing([&] { return "opening the GitOps repository " + redact_urls(location); },
                     [&] {
                       if (location.empty())
                         throw Error(ErrorCode::bad_input, "no GitOps repository is given");
                       Clone clone = is_url(location) ? open_mirror(location, options, MirrorHead::ask)
                                                      : open_clone(location, options);
                       return std::make_unique<GitRepo>(std::move(clone));
                     });
}

}  // namespace gimlet::gitops
