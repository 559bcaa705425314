#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/flows/artifacts.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"

namespace gimlet::app {
namespace {

void run_check(Context& context) {
  const std::vector<std::string> problems = context.existing_store().check(record_rules(context.clock()));
  if (!problems.empty()) context.exit_code = static_cast<int>(ErrorCode::bad_input);
  if (context.json()) {
    context.out().json(Json{{"ok", problems.empty()}, {"problems", problems}});
    return;
  }
  for (const auto& problem : problems) context.out().line(problem);
  if (problems.empty()) context.out().line("the store is sound");
  if (!problems.empty())
    context.out().error("the store has problems",
                        "`gimlet store remove ID` takes out a record that is named here. Where pages are "
                        "damaged, restore a backup, or import what `gimlet store export` still prints into a "
                        "new file");
}

}  // namespace

void add_store_check(const Command& parent, Context& context) {
  parent
      .add_subcommand(
          {.name = "check",
           .summary = "Look for damage in the store",
           .description = "Every index entry and every document is read. It exits 4 if there is damage, or a "
                          "record that is no artifact.",
           .examples = {{"gimlet store check", "Says that the store is sound, or what is wrong with it."}}})
      .action([&context] { run_check(context); });
}

}  // namespace gimlet::app
