#pragma once

#include <string>
#include <vector>

#include "app/context.hpp"
#include "app/flows/result.hpp"
#include "app/flows/write.hpp"
#include "core/model/artifact.hpp"

namespace gimlet::app {

struct PushOptions {
  WriteOptions write;
  bool no_release = false;
};

struct PushOutcome {
  bool changed = false;  // stored, or released anything
  bool stored = false;   // false: the same artifact was there already
  model::Artifact artifact;
  std::string event;
  // One for each manifest, in the artifact's order, then those of its CUE texts; one of app "cueEnvironments"
  // where these could not be rendered.
  std::vector<Result> results;
  std::vector<Error> errors;
  std::string diff;
};

// Stores an artifact and releases what its manifests' deploy policies ask for. An artifact that is stored
// already, and whose releases were made, changes nothing: pushing it again must not bring an old version
// back. If an earlier push of it failed or was cut off, its releases are made up for. Throws bad_input for a
// document or a policy that is wrong, conflict for an id with other content; nothing is stored then. A
// release that fails is a result.
PushOutcome push_artifact(Context& context, const std::string& text, const std::string& source,
                          const PushOptions& options);

}  // namespace gimlet::app
