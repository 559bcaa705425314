#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/model/artifact.hpp"
#include "core/render/renderer.hpp"
#include "core/util/time.hpp"
#include "gitops/records/layout.hpp"
#include "gitops/repo.hpp"

namespace gimlet::app {

// What `<env>/.gimlet/vars` of the GitOps repository says at a tip: variables that win over the artifact's.
model::Variables env_variables_at(const gitops::Snapshot& tip, const gitops::Layout& layout,
                                  const std::string& env);

// What a manifest becomes at a tip.
struct RenderedManifest {
  std::string app;  // resolved
  std::string env;
  std::string ns;                            // its namespace
  std::map<std::string, std::string> files;  // without release.json
  std::vector<std::string> warnings;
};

// One manifest on its way into the repository. It remembers what it rendered to, for the next attempt.
class ManifestRendering {
 public:
  // `source` names the manifest in messages. What is referred to must outlive this.
  ManifestRendering(const model::Manifest& manifest, const model::Variables& variables, std::string source,
                    render::Renderer& renderer, const Clock& clock);

  // Resolves and renders the manifest with the variables of its env at the tip; null: without a repository.
  // False if that was done before and the variables there are the same. Throws what resolving and rendering
  // throw.
  bool render(const gitops::Snapshot* tip, const gitops::Layout& layout);
  // What the last render() gave.
  [[nodiscard]] const RenderedManifest& result() const { return result_; }

 private:
  const model::Manifest& manifest_;
  const model::Variables& variables_;
  std::string source_;
  render::Renderer& renderer_;
  const Clock& clock_;
  model::Variables env_variables_;
  RenderedManifest result_;
  bool rendered_ = false;
};

}  // namespace gimlet::app
