#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "app/cli/progress.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/inputs/cached_charts.hpp"
#include "app/inputs/charts.hpp"
#include "core/util/json.hpp"

namespace gimlet::app {
namespace {

void run_chart_list(Context& context) {
  const auto charts = cached_charts(chart_cache_folder(context.cache_folder()), context.clock());
  if (context.json()) {
    Json list = Json::array();
    for (const auto& chart : charts) list.push_back(to_json(chart));
    context.out().json(list);
    return;
  }
  constexpr std::size_t short_digest = 12;
  std::vector<std::vector<std::string>> rows;
  rows.reserve(charts.size());
  for (const auto& chart : charts) {
    rows.push_back({chart.name.empty() ? "-" : chart.name, chart.version.empty() ? "-" : chart.version,
                    chart.digest.empty() ? "git" : chart.digest.substr(0, short_digest),
                    readable_size(chart.bytes), relative_time(chart.used, context.clock().unix_seconds()),
                    chart.repository});
  }
  context.out().table({"CHART", "VERSION", "SHA256", "SIZE", "USED", "REPOSITORY"}, rows);
  if (rows.empty()) context.out().note("no charts in the cache");
}

}  // namespace

void add_chart_list(const Command& parent, Context& context) {
  const Command command = parent.add_subcommand(
      {.name = "list",
       .summary = "List the charts in the cache",
       .description = "The cache is the folder `$XDG_CACHE_HOME/gimlet/charts`.",
       .examples = {{"gimlet chart list", "Lists them, and when each was used last."}}});
  command.action([&context] { run_chart_list(context); });
}

}  // namespace gimlet::app
