#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/model/release.hpp"
#include "gitops/records/layout.hpp"
#include "gitops/repo.hpp"

namespace gimlet::gitops {

enum class ReleaseKind {
  release,
  rollback,
  removal,
  manual
};  // "release", "rollback", "delete", "manual" on the wire
std::string to_string(ReleaseKind kind);

// One commit's effect on one app. For `manual` (a commit that is none of ours) and `removal` only app, env,
// gitops_ref, created and triggered_by (the author's name) are known.
struct ReleaseRecord {
  ReleaseKind kind = ReleaseKind::release;
  model::Release release;  // gitops_ref, created (commit time) and rolled_back filled
  std::string subject;     // of the commit
};

struct HistoryQuery {
  std::string env;  // "" : all environments
  std::string app;  // "" : all apps
  std::optional<UnixSeconds> since;
  std::optional<UnixSeconds> until;
  std::string artifact_id;  // "" : any
  std::string sha;          // prefix of version.sha; "" : any
  std::size_t limit = 10;   // 0: all
  std::size_t offset = 0;
};

// Newest first. Which app a commit released is decided by the app folders it changed, never by
// `<env>/release.json` (a hand edit was credited to another app in GimletD). A release is rolled back if a
// later rollback of its app lists it, until it is released again.
std::vector<ReleaseRecord> history(Repo& repo, const Snapshot& tip, const Layout& layout,
                                   const HistoryQuery& query);

// What each app of an env holds now: its release.json with gitops_ref (the commit that last changed the
// folder), nullopt if the folder has none.
std::map<std::string, std::optional<ReleaseRecord>> status(Repo& repo, const Snapshot& tip,
                                                           const Layout& layout, const std::string& env,
                                                           const std::string& app = "");

}  // namespace gimlet::gitops
