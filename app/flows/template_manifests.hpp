#pragma once

#include <string>
#include <vector>

#include "app/flows/render_manifest.hpp"
#include "app/inputs/manifests.hpp"
#include "app/messages.hpp"
#include "core/render/renderer.hpp"
#include "core/util/time.hpp"
#include "gitops/repo.hpp"

namespace gimlet::app {

// Leaves the manifests that are for an env and an app; "" is any. Throws not_found, saying what there is, if
// none is left.
void narrow(ManifestInput& input, const std::string& env, const std::string& app, const Clock& clock,
            Messages& messages);

// What a release of one manifest would write into its folder, less release.json.
struct Templated {
  RenderedManifest rendered;
  std::string diff;  // unified, from what the GitOps repository's tip holds
};

// Renders manifests as a release does, in their order, with the variables of the GitOps repository's
// `<env>/.gimlet/vars`; without a repository (null) with theirs alone. Nothing is written. `diff` needs a
// repository. Throws what resolving and rendering throw.
std::vector<Templated> template_manifests(const ManifestInput& input, render::Renderer& renderer,
                                          gitops::Repo* repo, const Clock& clock, bool diff);

}  // namespace gimlet::app
