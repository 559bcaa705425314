#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"

namespace gimlet::app {

void add_store(const Command& root, Context& context) {
  const Command store = root.add_subcommand("store", "Look after the local store");
  if (!context.may_run("store")) return;
  store.require_subcommand(1, 1);
  add_store_stats(store, context);
  add_store_check(store, context);
  add_store_backup(store, context);
  add_store_export(store, context);
  add_store_import(store, context);
}

}  // namespace gimlet::app
