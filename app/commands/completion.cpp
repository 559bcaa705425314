#include <memory>

#include <CLI/CLI.hpp>

#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "completions/scripts.hpp"

namespace gimlet::app {

void add_completion(CLI::App& root, Context& context) {
  auto shell = std::make_shared<std::string>();
  CLI::App* command = root.add_subcommand("completion", "Print a shell's completion script");
  if (!context.may_run("completion")) return;
  command->fallthrough();
  command->footer(
      "bash: eval \"$(gimlet completion bash)\"   zsh: source <(gimlet completion zsh)\n"
      "fish: gimlet completion fish | source");
  command->add_option("shell", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->callback([&context, shell] {
    context.action = [&context, shell] {
      context.out().raw(*shell == "bash"  ? completions::bash
                        : *shell == "zsh" ? completions::zsh
                                          : completions::fish);
    };
  });
}

}  // namespace gimlet::app
