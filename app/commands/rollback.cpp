#include <memory>

#include "app/cli/command_line.hpp"
#include "app/cli/common_options.hpp"
#include "app/cli/result_output.hpp"
#include "app/commands/commands.hpp"
#include "app/flows/change.hpp"

namespace gimlet::app {
namespace {

struct Options {
  std::string env;
  std::string app;
  std::string to;
  bool previous = false;
  WriteOptions write;
};

void run_rollback(Context& context, const Options& options) {
  if (options.to.empty() != options.previous) {
    throw Error(ErrorCode::usage, "give either --to or --previous")
        .hint("--to takes a commit of the GitOps repository (a unique prefix will do) or an artifact's id");
  }
  context.repo();
  const Request request{.intent = Intent::rollback,
                        .env = options.env,
                        .app = options.app,
                        .target = options.to,
                        .actor = context.author().name};
  const Written written =
      write(context.write_tools(options.write.dry_run), request, make_rollback, options.write);
  print_written(context, written, options.write);
}

}  // namespace

void add_rollback(const Command& parent, Context& context) {
  auto options = std::make_shared<Options>();
  const Command command =
      parent.add_subcommand("rollback", "Make an app hold what it held at an earlier release");
  if (!context.may_run("rollback")) return;
  command.add_option("--env", options->env, "The environment").required().type_name("ENV");
  command.add_option("--app", options->app, "The app").required().type_name("APP");
  command.add_option("-t,--to", options->to, "The release to go back to: a commit, or an artifact's id")
      .type_name("SHA|ID");
  command.add_flag("--previous", options->previous, "The release before the one that is live");
  add_write_options(command, options->write);
  command.callback(
      [&context, options] { context.action = [&context, options] { run_rollback(context, *options); }; });
}

}  // namespace gimlet::app
