#pragma once

#include "core/lint/report.hpp"
#include "core/model/manifest.hpp"
#include "core/render/chart_source.hpp"

namespace gimlet::lint {

// That a chart is there and loads, and that its values.schema.json allows the manifest's values. Without a
// source those of repositories, registries and git are not looked at; with one, a chart that cannot be had
// now (network, credentials; `offline`: not in the cache) is a warning. Where a template is not resolved (it
// still holds "{{"), what depends on it is not judged.
void lint_chart(const model::Manifest& manifest, render::ChartSource* charts, bool offline, Report& report);

}  // namespace gimlet::lint
