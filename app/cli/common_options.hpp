#pragma once

#include <array>

#include "app/cli/command_line.hpp"

namespace gimlet::model {
struct Chart;
}

// Options that several commands take.
namespace gimlet::app {

struct ArtifactAdditions;
struct ChartAccess;
struct VariableOptions;
struct WriteOptions;

// --dry-run, --diff, --no-push and --deadline, of commands that write into the GitOps repository.
void add_write_options(const Command& command, WriteOptions& options);

// The values of --event: what can start a build.
std::vector<Choice> event_choices();

// --adopt, of commands that release.
void add_adopt_option(const Command& command, bool& adopt);

// --var and --vars-file; returns both.
std::array<Option, 2> add_variable_options(const Command& command, VariableOptions& options);

// --field, --env-file and the options for variables.
void add_addition_options(const Command& command, ArtifactAdditions& additions);

// --repo and --version, and how to get at the chart: --username, --password, --ca-file, --plain-http; names
// as helm's.
void add_chart_location(const Command& command, model::Chart& chart, ChartAccess& access);

}  // namespace gimlet::app
