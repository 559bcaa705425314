#include <memory>

#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "core/util/json.hpp"

namespace gimlet::app {
namespace {

void run_backup(Context& context, const std::string& target) {
  context.existing_store().backup(target);
  if (context.json()) {
    context.out().json(Json{{"changed", true}, {"path", target}});
  } else {
    context.out().note("wrote " + target);
  }
}

}  // namespace

void add_store_backup(const Command& parent, Context& context) {
  auto file = std::make_shared<std::string>();
  const Command command =
      parent.add_subcommand({.name = "backup",
                             .summary = "Copy the store while others use it",
                             .description = "The copy is compact.",
                             .examples = {{"gimlet store backup /backup/store.mdb", "Writes a copy."}}});
  command.add_option("file", *file, "The copy. The file must not exist.").required().value("FILE");
  command.action([&context, file] { run_backup(context, *file); });
}

}  // namespace gimlet::app
