#pragma once

#include "core/lint/report.hpp"
#include "core/model/manifest.hpp"

namespace gimlet::lint {

// A chart that is a folder or an archive here: that it is there and loads, and that its values.schema.json
// allows the manifest's values. Charts of repositories, registries and git are not looked at. Where a
// template is not resolved (it still holds "{{"), what depends on it is not judged.
void lint_chart(const model::Manifest& manifest, Report& report);

}  // namespace gimlet::lint
