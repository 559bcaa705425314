#pragma once

#include <optional>
#include <string>

#include "core/model/artifact.hpp"
#include "core/util/error.hpp"

namespace gimlet::app {

// Adds the manifests of an artifact's CUE texts to its environments, behind those that are there; its
// document stays as it is. `source` names it in messages. A text that cannot be rendered leaves the others
// alone: the first error is given back.
std::optional<Error> add_cue_environments(model::Artifact& artifact, const std::string& source);

}  // namespace gimlet::app
