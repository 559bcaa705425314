#include <memory>

#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "completions/scripts.hpp"

namespace gimlet::app {

void add_completion(const Command& root, Context& context) {
  auto shell = std::make_shared<std::string>();
  const Command command = root.add_subcommand(
      {.name = "completion",
       .summary = "Print a completion script for a shell",
       .description =
           "The script completes commands and options. It also completes ids, environments and apps, which "
           "it takes from the store and the GitOps repository.",
       .examples = {{"eval \"$(gimlet completion bash)\"", "Turns completion on in bash."},
                    {"source <(gimlet completion zsh)", "Turns it on in zsh."},
                    {"gimlet completion fish | source", "Turns it on in fish."}}});
  command.add_option("shell", *shell, "The shell.")
      .required()
      .one_of({{"bash", "GNU bash"}, {"zsh", "the Z shell"}, {"fish", "the friendly shell"}});
  command.action([&context, shell] {
    context.out().raw(*shell == "bash"  ? completions::bash
                      : *shell == "zsh" ? completions::zsh
                                        : completions::fish);
  });
}

}  // namespace gimlet::app
