#pragma once

#include <string>
#include <vector>

#include "core/model/manifest.hpp"
#include "core/render/renderer.hpp"

namespace gimlet::render {

// What `helm template` prints for the manifest's chart; helm's own remarks are added to `warnings`. Throws
// bad_input for a chart that helm cannot render or does not know how to fetch, failed when there is no helm,
// it does not come to an end, or the network does not answer.
std::string helm_template(const model::Manifest& resolved, const RendererOptions& options,
                          std::vector<std::string>& warnings);

}  // namespace gimlet::render
