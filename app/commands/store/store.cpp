#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"

namespace gimlet::app {

void add_store(const Command& root, Context& context) {
  const Command store = root.add_subcommand(
      {.name = "store",
       .summary = "Look after the local store",
       .description =
           "The store is one file. It holds artifacts, and an event for each request. `--store` names it.",
       .examples = {{"gimlet store stats", "Prints sizes and counts."}}});
  store.require_subcommand();
  add_store_stats(store, context);
  add_store_check(store, context);
  add_store_backup(store, context);
  add_store_export(store, context);
  add_store_import(store, context);
  add_store_remove(store, context);
}

}  // namespace gimlet::app
