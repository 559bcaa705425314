#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/model/release.hpp"
#include "gitops/records/commit_message.hpp"
#include "gitops/records/layout.hpp"
#include "gitops/records/target.hpp"
#include "gitops/repo.hpp"

namespace gimlet::gitops {

// One commit's effect on one app. For `manual` (a commit that is none of ours) and `removal` only app, env,
// gitops_ref, created and triggered_by (the author's name) are known.
struct ReleaseRecord {
  ReleaseKind kind = ReleaseKind::release;
  model::Release release;  // gitops_ref, created (commit time) and rolled_back are filled
  std::string subject;     // of the commit
  std::string restored;    // AppCommit::restored
};

struct HistoryQuery {
  std::vector<Target> targets;  // of which apps; none: of all
  std::optional<UnixSeconds> since;
  std::optional<UnixSeconds> until;
  std::string artifact_id;  // "" : any
  std::string sha;          // prefix of version.sha; "" : any
  std::size_t limit = 10;   // of all apps together; 0: all
  std::size_t offset = 0;
};

// The releases of the query's apps, newest first, from one walk of the history. Which app a commit released
// is decided by the app folders it changed, never by `<env>/release.json` (a hand edit was credited to
// another app in GimletD). A release is rolled back if a later rollback of its app lists it, until it is
// released again.
std::vector<ReleaseRecord> history(Repo& repo, const Snapshot& tip, const Layout& layout,
                                   const HistoryQuery& query);

// The whole history of each of these apps, newest first, from one walk; those that have none are left out.
std::map<Target, std::vector<ReleaseRecord>> histories(Repo& repo, const Snapshot& tip, const Layout& layout,
                                                       const std::vector<Target>& targets);

// What each of these apps holds now, from one walk: its release.json with gitops_ref (the commit that last
// changed the folder), nullopt if the folder has none. Apps that are not there are left out. Throws not_found
// for an env that is not the repository's.
std::map<Target, std::optional<ReleaseRecord>> status(Repo& repo, const Snapshot& tip, const Layout& layout,
                                                      const std::vector<Target>& targets);

}  // namespace gimlet::gitops
