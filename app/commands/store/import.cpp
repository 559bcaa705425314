#include <fstream>
#include <memory>

#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/flows/artifacts.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"

namespace gimlet::app {
namespace {

void run_import(Context& context, const std::string& source) {
  const store::RecordRules rules = record_rules(context.clock());
  store::ImportCounts counts;
  if (source == "-") {
    counts = store::import_json_lines(context.store().maintenance(), context.process().in, "standard input",
                                      rules);
  } else {
    std::ifstream file(source, std::ios::binary);
    if (!file) throw Error(ErrorCode::not_found, "cannot read " + source);
    counts = store::import_json_lines(context.store().maintenance(), file, source, rules);
  }
  if (context.json()) {
    context.out().json(Json{{"changed", counts.artifacts + counts.events > 0},
                            {"artifacts", counts.artifacts},
                            {"events", counts.events},
                            {"unchanged", counts.unchanged}});
    return;
  }
  context.out().line(fmt::format("{} artifacts and {} events imported, {} were there already",
                                 counts.artifacts, counts.events, counts.unchanged));
}

}  // namespace

void add_store_import(const Command& parent, Context& context) {
  auto file = std::make_shared<std::string>();
  const Command command = parent.add_subcommand(
      {.name = "import",
       .summary = "Read what an export wrote, or artifacts",
       .description = "It takes the lines of `gimlet store export`, artifacts one a "
                      "line, an artifact, and the list that `gimlet artifact list -o "
                      "json` prints. What is stored already stays as it is.",
       .examples = {{"gimlet store import store.jsonl", "Reads a file."},
                    {"gimlet artifact list --limit 1000 -o json | gimlet --store copy.mdb "
                     "store import -",
                     "Copies artifacts to another store."}}});
  command.add_option("file", *file, "The file to read. `-` is standard input.").required().value("FILE");
  command.action([&context, file] { run_import(context, *file); });
}

}  // namespace gimlet::app
