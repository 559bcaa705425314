#include <memory>

#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"

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
  const Command command = parent.add_subcommand("backup", "Copy the store, compacted, while others use it");
  if (!context.may_run("backup")) return;
  command.add_option("file", *file, "The copy; must not exist").required();
  command.callback([&context, file] { context.action = [&context, file] { run_backup(context, *file); }; });
}

}  // namespace gimlet::app
