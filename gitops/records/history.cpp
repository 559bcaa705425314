#include "gitops/records/history.hpp"

#include <array>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "core/model/manifest.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "gitops/records/commit_message.hpp"

namespace gimlet::gitops {
namespace {

struct Target {
  std::string env;
  std::string app;
  bool operator<(const Target& other) const { return std::tie(env, app) < std::tie(other.env, other.app); }
};

// What later commits of an app said about earlier ones; the latest word counts, and commits come newest
// first.
class Verdicts {
 public:
  void hear(const std::string& commit, const CommitClaim& claim) {
    if (claim.kind != ReleaseKind::rollback) return;
    if (undone_.contains(commit)) return;  // a rollback that was itself reverted says nothing
    if (!claim.restored.empty()) live_.push_back({claim.restored, undone_});
    for (const auto& id : claim.reverted) undone_.insert(id);
  }

  // Was this release undone, and not brought back by a later rollback to it?
  [[nodiscard]] bool rolled_back(const std::string& id) const {
    if (!undone_.contains(id)) return false;
    for (const auto& [restored, undone_later] : live_) {
      if (id.starts_with(restored)) return undone_later.contains(id);
    }
    return true;
  }

 private:
  std::set<std::string> undone_;
  std::vector<std::pair<std::string, std::set<std::string>>>
      live_;  // restored, and what was undone after that
};

// "staging/web" or, where the repository is one env, "web".
Target target_of(const Layout& layout, const std::string& changed) {
  if (layout.repository_per_env) return {layout.env, changed};
  const std::size_t slash = changed.find('/');
  if (slash == std::string::npos) return {changed, ""};
  return {changed.substr(0, slash), changed.substr(slash + 1)};
}

class Reader {
 public:
  Reader(Repo& repo, const Layout& layout, const HistoryQuery& query)
      : repo_(repo), layout_(layout), query_(query) {}

  bool visit(const CommitInfo& commit, const std::vector<std::string>& changed) {
    const CommitClaim claim = read_claim(commit.message);
    std::unique_ptr<Snapshot> after;
    for (const auto& path : changed) {
      const Target target = target_of(layout_, path);
      if (!query_.app.empty() && target.app != query_.app) continue;
      if (!model::is_segment(target.app, "app") || !model::is_segment(target.env, "env")) continue;
      if (!after) after = repo_.at(commit.id);
      if (const auto record = read(commit, claim, target, path, *after)) keep(*record);
      verdicts_[target].hear(commit.id, claim);
    }
    return query_.limit == 0 || records_.size() < query_.limit;
  }

  [[nodiscard]] std::vector<ReleaseRecord> take() { return std::move(records_); }

 private:
  // nullopt for an entry that is no app: a file of the env's folder.
  std::optional<ReleaseRecord> read(const CommitInfo& commit, const CommitClaim& claim, const Target& target,
                                    const std::string& folder, const Snapshot& after) {
    const auto entry = after.entry(folder);
    if (entry ? entry->kind != Entry::Kind::folder : !was_folder(commit, folder)) return std::nullopt;
    ReleaseRecord record;
    record.subject = commit.message.substr(0, commit.message.find('\n'));
    record.kind = kind_of(claim, target, entry.has_value());
    const bool has_release = record.kind == ReleaseKind::release || record.kind == ReleaseKind::rollback;
    if (has_release) {
      if (auto release = model::parse_release(after.read_file(folder + "/release.json").value_or(""))) {
        record.release = std::move(*release);
      }
    }
    record.release.app = target.app;
    record.release.env = target.env;
    if (record.release.triggered_by.empty() || !has_release) record.release.triggered_by = commit.author.name;
    if (record.kind == ReleaseKind::rollback) record.release.triggered_by = commit.author.name;
    record.release.gitops_ref = commit.id;
    record.release.created = commit.time;
    record.release.rolled_back =
        record.kind == ReleaseKind::release && verdicts_[target].rolled_back(commit.id);
    return record;
  }

  bool was_folder(const CommitInfo& commit, const std::string& folder) {
    if (commit.parents.empty()) return false;
    const auto before = repo_.at(commit.parents.front())->entry(folder);
    return before && before->kind == Entry::Kind::folder;
  }

  // A claim about another app is no claim about this one: a person's commit that touched both.
  static ReleaseKind kind_of(const CommitClaim& claim, const Target& target, bool exists) {
    const bool about_this = claim.target.empty() || claim.target == target.env + "/" + target.app;
    if (!about_this) return ReleaseKind::manual;
    if (claim.kind == ReleaseKind::removal && exists) return ReleaseKind::manual;
    if (claim.kind == ReleaseKind::release && !exists) return ReleaseKind::manual;
    return claim.kind;
  }

  [[nodiscard]] bool wanted(const ReleaseRecord& record) const {
    const auto& release = record.release;
    if (query_.since && release.created < *query_.since) return false;
    if (query_.until && release.created > *query_.until) return false;
    if (!query_.artifact_id.empty() && release.artifact_id != query_.artifact_id) return false;
    return query_.sha.empty() || (release.version && release.version->sha.starts_with(query_.sha));
  }

  void keep(const ReleaseRecord& record) {
    if (!wanted(record) || skipped_++ < query_.offset) return;
    if (query_.limit == 0 || records_.size() < query_.limit) records_.push_back(record);
  }

  Repo& repo_;
  const Layout& layout_;
  const HistoryQuery& query_;
  std::map<Target, Verdicts> verdicts_;
  std::vector<ReleaseRecord> records_;
  std::size_t skipped_ = 0;
};

std::vector<std::string> folders_of(const Snapshot& tip, const Layout& layout, const std::string& env) {
  if (layout.repository_per_env) return {""};
  return env.empty() ? environments(tip, layout) : std::vector<std::string>{layout.env_folder(env)};
}

}  // namespace

std::string to_string(ReleaseKind kind) {
  constexpr std::array<const char*, 4> names{"release", "rollback", "delete", "manual"};
  return names.at(static_cast<std::size_t>(kind));
}

std::vector<ReleaseRecord> history(Repo& repo, const Snapshot& tip, const Layout& layout,
                                   const HistoryQuery& query) {
  if (tip.commit().empty()) return {};
  Reader reader(repo, layout, query);
  repo.walk_changes(tip.commit(), folders_of(tip, layout, query.env),
                    [&](const CommitInfo& commit, const std::vector<std::string>& changed) {
                      return reader.visit(commit, changed);
                    });
  return reader.take();
}

std::map<std::string, std::optional<ReleaseRecord>> status(Repo& repo, const Snapshot& tip,
                                                           const Layout& layout, const std::string& env,
                                                           const std::string& app) {
  std::map<std::string, std::optional<ReleaseRecord>> result;
  std::size_t missing = 0;
  for (const auto& name : apps(tip, layout, env)) {
    if (!app.empty() && name != app) continue;
    auto& record = result[name];
    const auto text = tip.read_file(layout.app_folder(env, name) + "/release.json");
    const auto release = text ? model::parse_release(*text) : std::nullopt;
    if (!release) continue;
    record.emplace();
    record->release = *release;
    ++missing;
  }
  if (missing == 0) return result;
  // The latest commit of each app tells since when, and how.
  repo.walk_changes(tip.commit(), folders_of(tip, layout, env),
                    [&](const CommitInfo& commit, const std::vector<std::string>& changed) {
                      for (const auto& path : changed) {
                        const Target target = target_of(layout, path);
                        const auto found = result.find(target.app);
                        if (found == result.end() || !found->second) continue;
                        ReleaseRecord& record = *found->second;
                        if (!record.release.gitops_ref.empty()) continue;
                        const CommitClaim claim = read_claim(commit.message);
                        const bool ours = claim.target.empty() || claim.target == env + "/" + target.app;
                        record.kind = ours ? claim.kind : ReleaseKind::manual;
                        record.subject = commit.message.substr(0, commit.message.find('\n'));
                        record.release.gitops_ref = commit.id;
                        record.release.created = commit.time;
                        --missing;
                      }
                      return missing > 0;
                    });
  return result;
}

}  // namespace gimlet::gitops
