#include "app/cli/common_options.hpp"

#include "app/flows/write.hpp"
#include "app/inputs/artifact_additions.hpp"
#include "app/inputs/charts.hpp"
#include "app/inputs/variables.hpp"
#include "core/model/manifest.hpp"

namespace gimlet::app {

void add_write_options(const Command& command, WriteOptions& options) {
  command.add_flag("--dry-run", options.dry_run, "Say what would change, and change nothing.");
  command.add_flag("--diff", options.diff, "Print the unified diff of the GitOps repository.");
  command.add_flag("--no-push", options.no_push,
                   "Commit to the local clone only. Nothing is fetched or pushed.");
  command
      .add_option("--deadline", options.deadline, "Keep trying for so many seconds while the remote moves.")
      .within(1, 3600)
      .value("SECONDS");
}

std::vector<Choice> event_choices() {
  return {{"push", "a push to a branch"}, {"tag", "a new tag"},   {"pr", "a pull request"},
          {"schedule", "a time"},         {"manual", "a person"}, {"other", "anything else"}};
}

void add_adopt_option(const Command& command, bool& adopt) {
  command.add_flag("--adopt", adopt, "Replace files of an app that no release made.");
}

std::array<Option, 2> add_variable_options(const Command& command, VariableOptions& options) {
  return {
      command
          .add_option(
              "--var", options.variables,
              "A variable for manifests. `K=V` gives its value, `K` alone takes it from the environment. It "
              "may be repeated.")
          .value("K=V|K"),
      command
          .add_option("--vars-file,--varsFile", options.files,
                      "A dotenv file of variables. It may be repeated.")
          .value("FILE")};
}

void add_addition_options(const Command& command, ArtifactAdditions& additions) {
  command
      .add_option("--field", additions.fields,
                  "A field of one new item. All fields of a command line are of the same item.")
      .value("K=V")
      .all_values();
  add_variable_options(command, additions.variables).front().joins_words();
  command
      .add_option("--env-file,--envFile", additions.env_files,
                  "A manifest file to add, in YAML, JSON or CUE (`*.cue`). It may be repeated.")
      .value("FILE");
}

void add_chart_location(const Command& command, model::Chart& chart, ChartAccess& access) {
  command.add_option("--repo", chart.repository, "The repository of the chart: `https://...` or `oci://...`.")
      .value("URL");
  command.add_option("--version", chart.version, "An exact version, or a range.")
      .value("VERSION")
      .default_in_words("the newest stable one");
  command.add_option("--username", access.user, "The user for the repository.", "GIMLET_CHART_USERNAME")
      .value("USER")
      .default_in_words("the one that helm, docker or .netrc keeps");
  command.add_option("--password", access.password, "The password of that user.", "GIMLET_CHART_PASSWORD")
      .value("PASSWORD");
  command
      .add_option("--ca-file", access.ca_file, "Trust the certificates of this file instead of the system's.")
      .value("FILE");
  command.add_flag("--plain-http", access.plain_http, "Speak http with an OCI registry.");
}

}  // namespace gimlet::app
