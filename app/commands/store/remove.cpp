#include <memory>

#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

struct Options {
  std::string id;
  bool dry_run = false;
};

store::Removal remove(Context& context, const Options& o) {
  store::Removal removal = context.existing_store().find_removal(o.id);
  if (!removal.artifact && removal.events.empty()) {
    throw Error(ErrorCode::not_found,
                fmt::format("the store holds nothing with the id \"{}\"", printable_line(o.id, 200)))
        .hint("give the whole id, as `gimlet store check` and `gimlet artifact list -o json` print it");
  }
  for (const auto& event : removal.events) {
    if (!context.store().events().is_claimed(event)) continue;
    throw Error(ErrorCode::conflict, fmt::format("another process is at work on its event {}", event))
        .hint("wait for it to end");
  }
  return o.dry_run ? std::move(removal) : context.store().maintenance().remove(o.id);
}

void run_remove(Context& context, const Options& o) {
  const store::Removal removal = remove(context, o);
  if (context.json()) {
    context.out().json(Json{
        {"changed", !o.dry_run}, {"id", o.id}, {"artifact", removal.artifact}, {"events", removal.events}});
    return;
  }
  const std::string what = removal.artifact ? "the artifact " : "the event ";
  context.out().line((o.dry_run ? "would remove " : "removed ") + what + printable_line(o.id, 500));
  for (const auto& event : removal.events) {
    if (event != o.id) context.out().line("  and its event " + printable_line(event, 500));
  }
}

}  // namespace

void add_store_remove(const Command& parent, Context& context) {
  auto o = std::make_shared<Options>();
  const Command command = parent.add_subcommand(
      {.name = "remove",
       .summary = "Take one artifact or event out of the store",
       .description =
           "It is for records that `gimlet store check` names, and works where they cannot be read. The "
           "events of an artifact go with it. What was released stays released.",
       .examples = {{"gimlet store remove mycompany/web-1 --dry-run", "Says what would go."},
                    {"gimlet store remove mycompany/web-1", "Takes out an artifact and its events."}}});
  command.add_option("id", o->id, "The whole id of the artifact or event.").required().value("ID");
  command.add_flag("--dry-run", o->dry_run, "Say what would go, and remove nothing.");
  command.action([&context, o] { run_remove(context, *o); });
}

}  // namespace gimlet::app
