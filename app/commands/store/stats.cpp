#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "app/cli/listing.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "core/util/json.hpp"

namespace gimlet::app {
namespace {

std::string megabytes(std::uint64_t bytes) {
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

void run_stats(Context& context) {
  const store::StoreStats stats = context.existing_store().stats();
  if (context.json()) {
    context.out().json(Json{{"path", stats.path},
                            {"schemaVersion", stats.schema_version},
                            {"artifacts", stats.artifacts},
                            {"events", stats.events},
                            {"fileBytes", stats.file_bytes},
                            {"usedBytes", stats.used_bytes},
                            {"mapBytes", stats.map_bytes},
                            {"readers", stats.readers},
                            {"oldest", stats.oldest},
                            {"newest", stats.newest}});
    return;
  }
  context.out().line(fmt::format("path       {}", stats.path));
  context.out().line(fmt::format("schema     {}", stats.schema_version));
  context.out().line(fmt::format("artifacts  {}", stats.artifacts));
  context.out().line(fmt::format("events     {}", stats.events));
  context.out().line(fmt::format("size       {} used of {} on disk (map {})", megabytes(stats.used_bytes),
                                 megabytes(stats.file_bytes), megabytes(stats.map_bytes)));
  context.out().line(fmt::format("readers    {}", stats.readers));
  if (stats.newest != 0) {
    context.out().line(fmt::format("oldest     {}", show_time(context, stats.oldest)));
    context.out().line(fmt::format("newest     {}", show_time(context, stats.newest)));
  }
}

}  // namespace

void add_store_stats(const Command& parent, Context& context) {
  parent
      .add_subcommand(
          {.name = "stats",
           .summary = "Print sizes and counts of the store",
           .description = "It says how many artifacts and events there are, and how old they are.",
           .examples = {{"gimlet store stats -o json", "Prints them as JSON."}}})
      .action([&context] { run_stats(context); });
}

}  // namespace gimlet::app
