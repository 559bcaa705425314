#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/context.hpp"
#include "app/flows/write.hpp"
#include "core/model/artifact.hpp"
#include "core/render/renderer.hpp"

namespace gimlet::app {

// A manifest that is to be released, and why.
struct Selected {
  const model::Manifest* manifest = nullptr;
  std::string rule;
};

// Who asked for a release, and on what ground.
struct ReleaseBy {
  std::string triggered_by;  // "policy" for automatic releases
  std::string intent;        // Gimlet-Intent
  std::string event;         // the event's id
};

// What `<env>/.gimlet/vars` of the GitOps repository says at a tip: variables that win over the artifact's.
model::Variables env_variables_at(const gitops::Snapshot& tip, const gitops::Layout& layout,
                                  const std::string& env);

// The env and app of a manifest with its templates resolved where that is possible, else as written: for
// selecting and for reports.
struct Target {
  std::string env;
  std::string app;
};
Target target_of(const model::Artifact& artifact, const model::Manifest& manifest);
// The same for a manifest that is in no artifact; `source` names it.
Target target_of(const model::Manifest& manifest, const model::Variables& variables,
                 const std::string& source);

// The items that release the selected manifests of an artifact. Each is resolved and rendered at the tip it
// is written on, and rendered again only if the variables there changed. The artifact must outlive them.
std::vector<WriteItem> release_items(Context& context, const model::Artifact& artifact,
                                     const std::vector<Selected>& selected, const ReleaseBy& by);

}  // namespace gimlet::app
