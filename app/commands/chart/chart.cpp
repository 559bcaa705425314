
#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"

namespace gimlet::app {

void add_chart(const Command& root, Context& context) {
  const Command chart = root.add_subcommand("chart", "Render charts, and keep those that were fetched");
  chart.require_subcommand(1, 1);
  if (!context.may_run("chart")) return;
  add_chart_template(chart, context);
  add_chart_pull(chart, context);
  add_chart_list(chart, context);
  add_chart_prune(chart, context);
}

}  // namespace gimlet::app
