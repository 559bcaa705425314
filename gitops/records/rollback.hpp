#pragma once

#include <string>
#include <vector>

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
  std::vector<std::string> undone;  // releases undone, newest first
};

// The one commit that makes `<env>/<app>/` hold exactly what it held after the target, however much of the
// env was released since. `previous` is the release before the one that is live, skipping those that were
// rolled back. Throws not_found if the target is unknown, ambiguous, or no release of this app.
RollbackPlan make_rollback(Repo& repo, const Snapshot& tip, const Layout& layout,
                           const RollbackRequest& request);

}  // namespace gimlet::gitops
