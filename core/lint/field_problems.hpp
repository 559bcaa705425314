#pragma once

#include <optional>

#include "core/lint/report.hpp"
#include "core/model/manifest.hpp"

namespace gimlet::lint {

// Unknown fields are warnings; fields that are missing, of a wrong type or hold what they may not are errors,
// in the words of a push. Returns the manifest without what is wrong in it, for further checks; nothing if it
// is no object.
std::optional<model::Manifest> lint_fields(const Json& document, Report& report);

}  // namespace gimlet::lint
