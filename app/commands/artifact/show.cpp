#include <memory>

#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/flows/artifacts.hpp"

namespace gimlet::app {

void add_artifact_show(const Command& parent, Context& context) {
  auto id = std::make_shared<std::string>();
  const Command command = parent.add_subcommand(
      {.name = "show",
       .summary = "Print an artifact as it was stored",
       .description = "The output is JSON.",
       .examples = {{"gimlet artifact show mycompany/web-1", "Prints the artifact of that id."}}});
  command
      .add_option("id,--artifact,-a", *id, "The id of the artifact. A prefix that no other id has will do.")
      .required()
      .value("ID");
  command.action([&context, id] {
    context.out().json(load_artifact(context.artifacts_if_exist(), context.store_path(), *id).document);
  });
}

}  // namespace gimlet::app
