#pragma once

#include "app/flows/charts.hpp"
#include "core/model/manifest.hpp"

namespace CLI {
class App;
}

namespace gimlet::app {

// --repo and --version, and how to get at the chart: --username, --password, --ca-file, --plain-http; names
// as helm's.
void add_chart_location(CLI::App& command, model::Chart& chart, ChartAccess& access);

}  // namespace gimlet::app
