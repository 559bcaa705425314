#include <memory>

#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/release/make.hpp"
#include "app/context.hpp"

namespace gimlet::app {

void add_release(const Command& root, Context& context) {
  auto options = std::make_shared<ReleaseMakeOptions>();
  const Command release =
      root.add_subcommand("release", "Release an artifact to an environment; list and track releases");
  if (!context.may_run("release")) return;
  release.require_subcommand(0, 1);
  add_release_make_options(release, *options);

  release.add_subcommand("make", "Release an artifact (the default)");
  add_release_list(release, context);
  add_release_status(release, context);
  add_release_track(release, context);
  add_release_delete(release, context);
  add_rollback(release, context);  // as the Gimlet CLI has it
  release.subcommand("rollback").hide();

  release.callback([&context, options] {
    // A subcommand's callback ran before this one.
    if (!context.action) context.action = [&context, options] { run_release_make(context, *options); };
  });
}

}  // namespace gimlet::app
