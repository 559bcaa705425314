#include "app/cli/command_line.hpp"
#include "app/cli/completion.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "core/util/error.hpp"

namespace gimlet::app {

void add_complete(const Command& root, Context& context) {
  const Command command = root.add_subcommand(
      {.name = completion_command,
       .summary = "Print candidates for the last word of a command line",
       .description = "The completion scripts call this with `--` and the words that were typed so far.",
       .examples = {{"gimlet __complete -- release --env ''", "Prints the environments."}}});
  command.hide();
  command.action([&context, &root = root.entry()] {
    // The first word is this command's own name.
    std::vector<std::string> words(context.arguments.begin() + 1, context.arguments.end());
    if (!words.empty() && words.front() == "--") words.erase(words.begin());
    try {
      for (const std::string& candidate : complete(root, context, std::move(words)))
        context.out().line(candidate);
    } catch (const Error&) {
      // Completion is silent: a missing repository or store offers nothing.
    }
  });
}

}  // namespace gimlet::app
