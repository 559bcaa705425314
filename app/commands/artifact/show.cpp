#include <memory>

#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/flows/artifacts.hpp"

namespace gimlet::app {

void add_artifact_show(const Command& parent, Context& context) {
  auto id = std::make_shared<std::string>();
  const Command command = parent.add_subcommand("show", "Print an artifact as it was stored (JSON)");
  if (!context.may_run("show")) return;
  command.add_option("id,--artifact,-a", *id, "The artifact's id, or a unique prefix of it")
      .required()
      .type_name("ID");
  command.callback([&context, id] {
    context.action = [&context, id] {
      context.out().json(load_artifact(context.store_if_exists(), context.store_path(), *id).document);
    };
  });
}

}  // namespace gimlet::app
