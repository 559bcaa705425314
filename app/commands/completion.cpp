#include <memory>

#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "completions/scripts.hpp"

namespace gimlet::app {

void add_completion(const Command& root, Context& context) {
  auto shell = std::make_shared<std::string>();
  const Command command = root.add_subcommand("completion", "Print a shell's completion script");
  if (!context.may_run("completion")) return;
  command.footer(
      "bash: eval \"$(gimlet completion bash)\"   zsh: source <(gimlet completion zsh)\n"
      "fish: gimlet completion fish | source");
  command.add_option("shell", *shell, "bash, zsh or fish").required().one_of({"bash", "zsh", "fish"});
  command.callback([&context, shell] {
    context.action = [&context, shell] {
      context.out().raw(*shell == "bash"  ? completions::bash
                        : *shell == "zsh" ? completions::zsh
                                          : completions::fish);
    };
  });
}

}  // namespace gimlet::app
