#include "app/inputs/cue_environments.hpp"

#include <iterator>

#include "core/render/cue.hpp"
#include "core/util/json_pointer.hpp"

namespace gimlet::app {

std::optional<Error> add_cue_environments(model::Artifact& artifact, const std::string& source) {
  std::optional<Error> first;
  for (std::size_t i = 0; i < artifact.cue_environments.size(); ++i) {
    try {
      auto manifests =
          render::cue_manifests(artifact.cue_environments[i], pointer_to("/cueEnvironments", i), source);
      artifact.environments.insert(artifact.environments.end(), std::move_iterator(manifests.begin()),
                                   std::move_iterator(manifests.end()));
    } catch (const Error& error) {
      if (!first) first = error;
    }
  }
  return first;
}

}  // namespace gimlet::app
