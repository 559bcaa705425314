#include "gitops/records/rollback.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "gitops/records/kustomization.hpp"

namespace gimlet::gitops {
namespace {

using Records = std::vector<ReleaseRecord>;

std::string name_of(const RollbackRequest& request) {
  return request.env + "/" + request.app;
}

// What a rollback restored: the release it names, or itself where it names none (a `git revert`).
const ReleaseRecord& restored_by(const Records& records, const ReleaseRecord& rollback) {
  for (const auto& record : records) {
    if (!rollback.restored.empty() && record.release.gitops_ref.starts_with(rollback.restored)) return record;
  }
  return rollback;
}

const ReleaseRecord& by_commit(Repo& repo, const Records& records, const RollbackRequest& request) {
  const std::string id = repo.resolve_commit(request.target.value);
  for (const auto& record : records) {
    if (record.release.gitops_ref != id || record.kind == ReleaseKind::removal) continue;
    return record.kind == ReleaseKind::rollback ? restored_by(records, record) : record;
  }
  throw Error(ErrorCode::not_found,
              fmt::format("commit {} is no release of {}", id.substr(0, 10), name_of(request)))
      .hint(fmt::format("`gimlet release list --env {} --app {}` shows its releases", request.env,
                        request.app));
}

const ReleaseRecord& by_artifact(const Records& records, const RollbackRequest& request) {
  const std::string& wanted = request.target.value;
  const ReleaseRecord* found = nullptr;
  for (const auto& record : records) {
    if (record.kind != ReleaseKind::release) continue;
    const std::string& id = record.release.artifact_id;
    if (id == wanted) return record;
    if (wanted.empty() || !id.starts_with(wanted)) continue;
    if (found != nullptr && found->release.artifact_id != id) {
      throw Error(ErrorCode::not_found,
                  fmt::format("several artifacts released to {} begin with \"{}\": {}, {}", name_of(request),
                              wanted, found->release.artifact_id, id))
          .hint("give more of the id");
    }
    if (found == nullptr) found = &record;
  }
  if (found != nullptr) return *found;
  throw Error(ErrorCode::not_found,
              fmt::format("the artifact \"{}\" was never released to {}", wanted, name_of(request)))
      .hint(fmt::format("`gimlet release list --env {} --app {}` shows what was", request.env, request.app));
}

// The record whose files the app holds: the latest release, or what the latest rollback names as restored.
std::size_t live_index(const Records& records) {
  std::string restored;
  bool seen_rollback = false;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const ReleaseRecord& record = records[i];
    if (!restored.empty()) {
      if (record.release.gitops_ref.starts_with(restored)) return i;
      continue;
    }
    if (record.kind == ReleaseKind::removal) return i;
    if (record.kind == ReleaseKind::rollback && !seen_rollback) {
      restored = record.restored;
      seen_rollback = true;
    }
    if (record.kind == ReleaseKind::release && !record.release.rolled_back) return i;
  }
  return records.size();
}

const ReleaseRecord& previous(const Records& records, const RollbackRequest& request) {
  for (std::size_t i = live_index(records) + 1; i < records.size(); ++i) {
    if (records[i].kind == ReleaseKind::release && !records[i].release.rolled_back) return records[i];
  }
  // What stood there before the first release, which adopted it.
  for (std::size_t i = live_index(records) + 1; i < records.size(); ++i) {
    if (records[i].kind == ReleaseKind::manual) return records[i];
  }
  throw Error(ErrorCode::not_found,
              fmt::format("{} has no release before the one that is live", name_of(request)))
      .hint(fmt::format("`gimlet release list --env {} --app {}` shows its releases; give one with --to",
                        request.env, request.app));
}

const ReleaseRecord& find_target(Repo& repo, const Records& records, const RollbackRequest& request) {
  switch (request.target.kind) {
    case RollbackTarget::Kind::commit:
      return by_commit(repo, records, request);
    case RollbackTarget::Kind::artifact:
      return by_artifact(records, request);
    case RollbackTarget::Kind::previous:
      break;
  }
  return previous(records, request);
}

// Releases newer than the target that are not undone already, newest first.
std::vector<std::string> undone_by(const Records& records, const ReleaseRecord& target) {
  std::vector<std::string> undone;
  for (const auto& record : records) {
    if (&record == &target) break;
    if (record.kind == ReleaseKind::release && !record.release.rolled_back)
      undone.push_back(record.release.gitops_ref);
  }
  return undone;
}

bool is_filtered(const Snapshot& snapshot, const std::string& folder) {
  const auto entries = snapshot.list(folder);
  return std::ranges::any_of(entries, [&](const Entry& entry) {
    return entry.kind == Entry::Kind::file && snapshot.is_filtered(folder + "/" + entry.name);
  });
}

// What a folder holds, as a checkout has it.
std::map<std::string, std::string> files_of(const Snapshot& snapshot, const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : snapshot.list(folder)) {
    const auto content = snapshot.read_file(folder + "/" + entry.name);
    if (!content) {
      throw Error(ErrorCode::failed,
                  fmt::format("{} held more than files, of which some go through a git filter", folder))
          .hint("bring it back by hand: git checkout COMMIT -- " + folder);
    }
    files[entry.name] = *content;
  }
  return files;
}

bool holds_just(const Snapshot& tip, const std::string& folder,
                const std::map<std::string, std::string>& files) {
  return tip.list(folder).size() == files.size() && std::ranges::all_of(files, [&](const auto& file) {
           return tip.holds(folder + "/" + file.first, file.second);
         });
}

// What brings a folder back, if anything has to. Its tree will do, with the attributes that are in it, but
// where git changes what it adds and the attributes around the folder are others by now.
std::optional<Edit> restoring(const Snapshot& tip, const Snapshot& then, const std::string& folder) {
  const auto now = tip.entry(folder);
  const std::string wanted = then.entry(folder)->id;
  if (now && now->id == wanted) return std::nullopt;
  const bool same_filters = then.attributes_above(folder) == tip.attributes_above(folder);
  if (same_filters || (!is_filtered(then, folder) && !is_filtered(tip, folder)))
    return Edit{Edit::Kind::restore_folder, folder, {}, wanted, ""};
  auto files = files_of(then, folder);
  if (holds_just(tip, folder, files)) return std::nullopt;
  return Edit{Edit::Kind::replace_folder, folder, std::move(files), "", ""};
}

Change change_to(const Snapshot& tip, const Snapshot& then, const Layout& layout,
                 const RollbackRequest& request, const RollbackPlan& plan) {
  const std::string folder = layout.app_folder(request.env, request.app);
  const auto wanted = then.entry(folder);
  if (!wanted || wanted->kind != Entry::Kind::folder) {
    throw Error(ErrorCode::not_found,
                fmt::format("{} held nothing at {}", name_of(request), plan.target.substr(0, 10)));
  }
  Change change;
  change.author = request.author;
  change.message = write_message({ReleaseKind::rollback,
                                  {{{request.env, request.app}, "", plan.target, plan.undone}},
                                  request.trailers});
  auto edit = restoring(tip, then, folder);
  if (!edit) return change;
  change.edits.push_back(std::move(*edit));
  if (const auto kustomization = restore_kustomization(tip, then, layout, {request.env, request.app}))
    change.edits.push_back(*kustomization);
  const auto record = then.read_file(folder + "/release.json");
  if (record && layout.env_release_file) {
    change.edits.push_back({Edit::Kind::write_file, layout.env_release_path(request.env), {}, "", *record});
  }
  return change;
}

}  // namespace

RollbackPlan make_rollback(Repo& repo, const Snapshot& tip, const Layout& layout,
                           const RollbackRequest& request, const Records& records) {
  if (records.empty()) {
    throw Error(ErrorCode::not_found, fmt::format("{} was never released", name_of(request)))
        .hint("`gimlet release status` shows what there is");
  }
  const ReleaseRecord& target = find_target(repo, records, request);
  RollbackPlan plan;
  plan.target = target.release.gitops_ref;
  plan.release = target.release;
  plan.undone = undone_by(records, target);
  RollbackRequest filled = request;
  filled.trailers.artifact = target.release.artifact_id;
  plan.change = change_to(tip, *repo.at(plan.target), layout, filled, plan);
  return plan;
}

RollbackPlan make_rollback(Repo& repo, const Snapshot& tip, const Layout& layout,
                           const RollbackRequest& request) {
  const Target target{request.env, request.app};
  return make_rollback(repo, tip, layout, request, histories(repo, tip, layout, {target})[target]);
}

}  // namespace gimlet::gitops
