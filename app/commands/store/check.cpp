#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "core/util/error.hpp"

namespace gimlet::app {
namespace {

void run_check(Context& context) {
  const std::vector<std::string> problems = context.existing_store().check();
  if (!problems.empty()) context.exit_code = static_cast<int>(ErrorCode::bad_input);
  if (context.json()) {
    context.out().json(Json{{"ok", problems.empty()}, {"problems", problems}});
    return;
  }
  for (const auto& problem : problems) context.out().line(problem);
  if (problems.empty()) context.out().line("the store is sound");
  if (!problems.empty())
    context.out().error("the store has problems", "export it and import it into a new file");
}

}  // namespace

void add_store_check(const Command& parent, Context& context) {
  const Command command =
      parent.add_subcommand("check", "Look for damage: every index entry and every document");
  if (!context.may_run("check")) return;
  command.callback([&context] { context.action = [&context] { run_check(context); }; });
}

}  // namespace gimlet::app
