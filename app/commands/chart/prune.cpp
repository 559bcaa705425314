#include <limits>
#include <memory>

#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "app/cli/progress.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/inputs/cached_charts.hpp"
#include "app/inputs/charts.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"

namespace gimlet::app {
namespace {

struct Options {
  std::string older_than = "30d";
  bool all = false;
  bool dry_run = false;
};

UnixSeconds limit(Context& context, const Options& o) {
  if (o.all) return std::numeric_limits<UnixSeconds>::max();
  const auto time = parse_time_or_age(o.older_than, context.clock().unix_seconds());
  if (!time) {
    throw Error(ErrorCode::usage, fmt::format("--older-than: \"{}\" is no age and no time", o.older_than))
        .hint("an age is 12h, 30d or 2w");
  }
  return *time;
}

void run_chart_prune(Context& context, const Options& o) {
  const auto pruned =
      prune_charts(chart_cache_folder(context.cache_folder()), context.clock(), limit(context, o), o.dry_run);
  const bool changed = pruned.bytes > 0 && !o.dry_run;
  if (context.json()) {
    Json list = Json::array();
    for (const auto& chart : pruned.charts) list.push_back(to_json(chart));
    context.out().json({{"changed", changed}, {"charts", list}, {"bytes", pruned.bytes}});
    return;
  }
  for (const auto& chart : pruned.charts) {
    context.out().line(fmt::format("{} {} of {}", chart.name, chart.version, chart.repository));
  }
  context.out().note(fmt::format("{} {} in {} chart{}", o.dry_run ? "would free" : "freed",
                                 readable_size(pruned.bytes), pruned.charts.size(),
                                 pruned.charts.size() == 1 ? "" : "s"));
}

}  // namespace

void add_chart_prune(const Command& parent, Context& context) {
  auto o = std::make_shared<Options>();
  const Command command = parent.add_subcommand(
      {.name = "prune",
       .summary = "Remove charts from the cache that were not used for a while",
       .description = "A chart that is needed again is fetched again.",
       .examples = {{"gimlet chart prune --older-than 7d", "Removes those that a week did not need."}}});
  command
      .add_option("--older-than", o->older_than, "Remove those that were last used before this age or time.")
      .value("AGE")
      .default_in_words("30d");
  command.add_flag("--all", o->all, "Remove all of them.");
  command.add_flag("--dry-run", o->dry_run, "Say what would go, and remove nothing.");
  command.action([&context, o] { run_chart_prune(context, *o); });
}

}  // namespace gimlet::app
