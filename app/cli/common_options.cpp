#include "app/cli/common_options.hpp"

#include "app/cli/command_line.hpp"
#include "app/flows/write.hpp"
#include "app/inputs/artifact_additions.hpp"
#include "app/inputs/charts.hpp"
#include "app/inputs/variables.hpp"
#include "core/model/manifest.hpp"

namespace gimlet::app {

void add_write_options(const Command& command, WriteOptions& options) {
  command.add_flag("--dry-run", options.dry_run, "Say what would change, and change nothing");
  command.add_flag("--diff", options.diff, "Print the unified diff of the GitOps repository");
  command.add_flag("--no-push", options.no_push,
                   "Commit to the local clone only, without fetching or pushing");
  command.add_option("--deadline", options.deadline, "Seconds to keep trying while the remote moves")
      .within(1, 3600)
      .type_name("SECONDS");
}

void add_variable_options(const Command& command, VariableOptions& options) {
  command
      .add_option("--var", options.variables,
                  "A variable for manifests, key=value, or a name of the environment")
      .type_name("K=V|K");
  command.add_option("--vars-file,--varsFile", options.files, "A dotenv file of variables").type_name("FILE");
}

void add_addition_options(const Command& command, ArtifactAdditions& additions) {
  command.add_option("--field", additions.fields, "A field of one new item, key=value")
      .type_name("K=V")
      .all_values();
  add_variable_options(command, additions.variables);
  command
      .add_option("--env-file,--envFile", additions.env_files,
                  "A manifest file to add (.gimlet/staging.yaml), or one of CUE (*.cue)")
      .type_name("FILE");
}

void add_chart_location(const Command& command, model::Chart& chart, ChartAccess& access) {
  command.add_option("--repo", chart.repository, "The chart's repository: https://… or oci://…")
      .type_name("URL");
  command
      .add_option("--version", chart.version, "An exact version or a range (default: the newest stable one)")
      .type_name("VERSION");
  command
      .add_option("--username", access.user,
                  "The user for the repository (default: what helm, docker and .netrc keep)",
                  "GIMLET_CHART_USERNAME")
      .type_name("USER");
  command.add_option("--password", access.password, "The user's password", "GIMLET_CHART_PASSWORD")
      .type_name("PASSWORD");
  command.add_option("--ca-file", access.ca_file, "Trust the certificates of this file, not the system's")
      .type_name("FILE");
  command.add_flag("--plain-http", access.plain_http, "Speak http with an OCI registry");
}

}  // namespace gimlet::app
