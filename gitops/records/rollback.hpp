#pragma once

#include <string>
#include <vector>

#include "gitops/change.hpp"
#include "gitops/records/history.hpp"
#include "gitops/records/release.hpp"

namespace gimlet::gitops {

struct RollbackTarget {
  enum class Kind { commit, artifact, previous };
  Kind kind = Kind::previous;
  std::string value;  // a unique prefix of a commit id of 4 digits or more, or an artifact id
};

struct RollbackRequest {
  std::string env;
  std::string app;
  RollbackTarget target;
  Identity author;
  Trailers trailers;
};

struct RollbackPlan {
  Change change;                    // without edits if the app already holds what the target held
  std::string target;               // full id of the commit that is restored
  model::Release release;           // what it restores
  std::vector<std::string> undone;  // commits of the releases that it undoes, newest first
};

// The one commit that makes `<env>/<app>/` hold exactly what it held after the target, however much of the
// env was released since. `previous` is the release before the one that is live, skipping those that were
// rolled back; where there is none, the files that the first release adopted. `records` is the app's whole
// history at the tip: whoever rolls many apps back reads them all in one walk (histories). Throws not_found
// if the target is unknown, ambiguous, or no release of this app.
RollbackPlan make_rollback(Repo& repo, const Snapshot& tip, const Layout& layout,
                           const RollbackRequest& request, const std::vector<ReleaseRecord>& records);
// The same for one app, whose history is read here.
RollbackPlan make_rollback(Repo& repo, const Snapshot& tip, const Layout& layout,
                           const RollbackRequest& request);

}  // namespace gimlet::gitops
