#include "app/cli/chart_options.hpp"

#include "app/cli/command_line.hpp"

namespace gimlet::app {

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
