#pragma once

#include "app/inputs/charts.hpp"
#include "core/model/manifest.hpp"

namespace gimlet::app {

class Command;

// --repo and --version, and how to get at the chart: --username, --password, --ca-file, --plain-http; names
// as helm's.
void add_chart_location(const Command& command, model::Chart& chart, ChartAccess& access);

}  // namespace gimlet::app
