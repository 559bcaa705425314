#include "gitops/records/history.hpp"

#include <algorithm>
#include <set>

#include "core/model/manifest.hpp"

namespace gimlet::gitops {
namespace {

// The targets of a query.
class Wanted {
 public:
  explicit Wanted(const std::vector<Target>& targets) : targets_(targets.begin(), targets.end()) {
    if (targets_.empty()) targets_.insert(Target{});
  }

  [[nodiscard]] bool has(const Target& target) const {
    return targets_.contains(target) || targets_.contains({target.env, ""}) ||
           targets_.contains({"", target.app}) || targets_.contains({"", ""});
  }

  // The environments that have some of them.
  [[nodiscard]] std::vector<std::string> envs(const Snapshot& tip, const Layout& layout) const {
    if (targets_.begin()->env.empty()) return environments(tip, layout);
    std::set<std::string> envs;
    for (const auto& target : targets_) envs.insert(target.env);
    return {envs.begin(), envs.end()};
  }

  // The folders whose entries are their apps.
  [[nodiscard]] std::vector<std::string> folders(const Snapshot& tip, const Layout& layout) const {
    std::vector<std::string> folders;
    for (const auto& env : envs(tip, layout)) folders.push_back(layout.env_folder(env));
    return folders;
  }

 private:
  std::set<Target> targets_;  // those of any environment come first
};

// What later commits of an app said about earlier ones; the latest word counts, and commits come newest
// first.
class Verdicts {
 public:
  void hear(const std::string& commit, const AppCommit& rollback) {
    if (undone_.contains(commit)) return;  // a rollback that was itself reverted says nothing
    if (!rollback.restored.empty()) live_.push_back({rollback.restored, undone_});
    undone_.insert(rollback.reverted.begin(), rollback.reverted.end());
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

std::string subject_of(const CommitInfo& commit) {
  return commit.message.substr(0, commit.message.find('\n'));
}

class Reader {
 public:
  Reader(Repo& repo, const Layout& layout, const HistoryQuery& query, const Wanted& wanted)
      : repo_(repo), layout_(layout), query_(query), wanted_(wanted) {}

  bool visit(const CommitInfo& commit, const std::vector<std::string>& changed) {
    const CommitMessage message = read_message(commit.message);
    std::unique_ptr<Snapshot> after;
    for (const auto& path : changed) {
      const Target target = target_of(layout_, path);
      if (!wanted_.has(target)) continue;
      if (!model::is_segment(target.app, "app") || !model::is_segment(target.env, "env")) continue;
      if (layout_.kustomization_per_app && path == layout_.flux_folder(target.env)) continue;
      if (!after) after = repo_.at(commit.id);
      if (const auto record = read(commit, message, target, path, *after)) keep(*record);
      const AppCommit* const said = message.about(target);
      if (said != nullptr && message.kind == ReleaseKind::rollback) verdicts_[target].hear(commit.id, *said);
    }
    return query_.limit == 0 || records_.size() < query_.limit;
  }

  [[nodiscard]] std::vector<ReleaseRecord> take() { return std::move(records_); }

 private:
  // nullopt for an entry that is no app: a file of the env's folder.
  std::optional<ReleaseRecord> read(const CommitInfo& commit, const CommitMessage& message,
                                    const Target& target, const std::string& folder, const Snapshot& after) {
    const auto entry = after.entry(folder);
    if (entry ? entry->kind != Entry::Kind::folder : !was_folder(commit, folder)) return std::nullopt;
    ReleaseRecord record;
    record.subject = subject_of(commit);
    record.kind = kind_of(message, target, entry.has_value());
    if (record.kind == ReleaseKind::rollback) record.restored = message.about(target)->restored;
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

  static ReleaseKind kind_of(const CommitMessage& message, const Target& target, bool exists) {
    if (message.about(target) == nullptr)
      return ReleaseKind::manual;  // a person's commit that touched two apps
    if (message.kind == ReleaseKind::removal && exists) return ReleaseKind::manual;
    if (message.kind == ReleaseKind::release && !exists) return ReleaseKind::manual;
    return message.kind;
  }

  [[nodiscard]] bool matches(const ReleaseRecord& record) const {
    const auto& release = record.release;
    if (query_.since && release.created < *query_.since) return false;
    if (query_.until && release.created > *query_.until) return false;
    if (!query_.artifact_id.empty() && release.artifact_id != query_.artifact_id) return false;
    return query_.sha.empty() || (release.version && release.version->sha.starts_with(query_.sha));
  }

  void keep(const ReleaseRecord& record) {
    if (!matches(record) || skipped_++ < query_.offset) return;
    if (query_.limit == 0 || records_.size() < query_.limit) records_.push_back(record);
  }

  Repo& repo_;
  const Layout& layout_;
  const HistoryQuery& query_;
  const Wanted& wanted_;
  std::map<Target, Verdicts> verdicts_;
  std::vector<ReleaseRecord> records_;
  std::size_t skipped_ = 0;
};

}  // namespace

std::vector<ReleaseRecord> history(Repo& repo, const Snapshot& tip, const Layout& layout,
                                   const HistoryQuery& query) {
  if (tip.commit().empty()) return {};
  const Wanted wanted(query.targets);
  Reader reader(repo, layout, query, wanted);
  repo.walk_changes(tip.commit(), wanted.folders(tip, layout),
                    [&](const CommitInfo& commit, const std::vector<std::string>& changed) {
                      return reader.visit(commit, changed);
                    });
  return reader.take();
}

std::map<Target, std::vector<ReleaseRecord>> histories(Repo& repo, const Snapshot& tip, const Layout& layout,
                                                       const std::vector<Target>& targets) {
  HistoryQuery query;
  query.targets = targets;
  query.limit = 0;
  std::map<Target, std::vector<ReleaseRecord>> result;
  for (auto& record : history(repo, tip, layout, query)) {
    auto& records = result[{record.release.env, record.release.app}];
    records.push_back(std::move(record));
  }
  return result;
}

std::map<Target, std::optional<ReleaseRecord>> status(Repo& repo, const Snapshot& tip, const Layout& layout,
                                                      const std::vector<Target>& targets) {
  std::map<Target, std::optional<ReleaseRecord>> result;
  const Wanted wanted(targets);
  std::size_t missing = 0;
  for (const auto& env : wanted.envs(tip, layout)) {
    for (const auto& app : apps(tip, layout, env)) {
      if (!wanted.has({env, app})) continue;
      auto& record = result[{env, app}];
      const auto text = tip.read_file(layout.app_folder(env, app) + "/release.json");
      const auto release = text ? model::parse_release(*text) : std::nullopt;
      if (!release) continue;
      record.emplace().release = *release;
      ++missing;
    }
  }
  if (missing == 0) return result;
  // The latest commit of each app tells since when, and how.
  repo.walk_changes(tip.commit(), wanted.folders(tip, layout),
                    [&](const CommitInfo& commit, const std::vector<std::string>& changed) {
                      const CommitMessage message = read_message(commit.message);
                      for (const auto& path : changed) {
                        const Target target = target_of(layout, path);
                        const auto found = result.find(target);
                        if (found == result.end() || !found->second) continue;
                        ReleaseRecord& record = *found->second;
                        if (!record.release.gitops_ref.empty()) continue;
                        const AppCommit* const said = message.about(target);
                        record.kind = said != nullptr ? message.kind : ReleaseKind::manual;
                        record.subject = subject_of(commit);
                        if (said != nullptr) record.restored = said->restored;
                        record.release.gitops_ref = commit.id;
                        record.release.created = commit.time;
                        --missing;
                      }
                      return missing > 0;
                    });
  return result;
}

}  // namespace gimlet::gitops
