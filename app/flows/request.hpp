#pragma once

#include <cstddef>
#include <string>

#include "core/util/json_fwd.hpp"

namespace gimlet::app {

// Why something is written: "push", "release", "policy", "rollback", "delete" and "write" in events and in
// the trailer Gimlet-Intent. A push asks for an artifact to be stored, and for the releases of its policies,
// each of which is a request of intent policy.
enum class Intent { push, release, policy, rollback, remove, write };
std::string to_string(Intent intent);

// What somebody asks to be written into the GitOps repository, as data. Empty fields say nothing.
struct Request {
  Intent intent = Intent::release;
  std::string env{};
  std::string app{};         // of a release: "" for all apps that the artifact has there
  std::string artifact{};    // of a push or a release: the artifact's id
  std::size_t manifest = 0;  // of a release of one app: its position among the artifact's environments
  std::string target{};      // of a rollback: a commit or an artifact's id; "" for the release before
  std::string actor{};       // who asks: a name, or "policy"
  std::string rule{};        // of a policy's release: the rule that asks for it
  std::string reason{};      // why, in the actor's words
  std::string override{};    // the rule that is not to stop it
  bool adopt = false;        // of a release: files that no release made may be replaced
  bool stores_only = false;  // of a push: nothing is to be released
};

// The request as its event keeps it: {"type", "env", "app", "artifactId", "to", "triggeredBy", "reason",
// "override", "adopt"}, without those that say nothing; a push has "release": bool instead of env and app, a
// rollback to the release before has "to": "previous".
Json to_json(const Request& request);

}  // namespace gimlet::app
