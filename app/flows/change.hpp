#pragma once

#include <map>

#include "app/flows/render_manifest.hpp"
#include "app/flows/request.hpp"
#include "app/flows/write.hpp"
#include "app/messages.hpp"
#include "core/model/artifact.hpp"

namespace gimlet::app {

// What the releases of one artifact become. Each manifest is rendered at the tip that it is written on, and
// again only if the variables there changed.
class ReleaseChanges {
 public:
  // What is referred to must outlive this; the artifact must have its id.
  ReleaseChanges(const model::Artifact& artifact, render::Renderer& renderer, const Clock& clock,
                 Messages& messages);

  // The change of a request for one of the artifact's manifests. Throws what resolving, rendering and
  // gitops::make_release throw.
  Made make(const Request& request, const Attempt& attempt);

 private:
  const model::Artifact& artifact_;
  const model::Variables variables_;
  render::Renderer& renderer_;
  const Clock& clock_;
  Messages& messages_;
  std::map<std::size_t, ManifestRendering> renderings_;  // by the request's manifest
};

// What a rollback becomes. Throws what gitops::make_rollback throws.
Made make_rollback(const Request& request, const Attempt& attempt);

// What somebody wrote for an app.
struct WrittenFiles {
  std::map<std::string, std::string> files;  // by name
  std::string message;                       // of the commit
  bool repository_per_env = false;           // whatever the layout says: `<app>/`, not `<env>/<app>/`
};

// What such files become, in the place of all that the app's folder holds.
Made make_write(const WrittenFiles& written, const Request& request, const Attempt& attempt);

// What the deletion of an app becomes. Throws not_found if the repository has no such env.
Made make_delete(const Request& request, const Attempt& attempt);

// Throws not_found, saying which there are, if the repository has no such env.
void require_environment(const gitops::Snapshot& tip, const gitops::Layout& layout, const std::string& env);

}  // namespace gimlet::app
