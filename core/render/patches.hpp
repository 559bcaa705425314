#pragma once

#include <string>

#include "core/model/manifest.hpp"
#include "core/render/renderer.hpp"

namespace gimlet::render {

// Whether a manifest has patches.
bool has_patches(const model::Manifest& resolved);

// The chart's output and the raw manifests with the manifest's patches applied over all of it: one file,
// manifest.yaml, as GimletD made it (core/patch says what comes out). Throws bad_input for patches that do
// not apply.
Rendered render_patched(const model::Manifest& resolved, const std::string& chart_output);

}  // namespace gimlet::render
