#include <memory>

#include "app/cli/ci_report.hpp"
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
  report_to_ci(
      context,
      {.command = "rollback", .artifact = "", .dry_run = options.write.dry_run, .results = written.results});
  print_written(context, written, options.write);
}

}  // namespace

Command add_rollback(const Command& parent, Context& context) {
  auto options = std::make_shared<Options>();
  const Command command = parent.add_subcommand(
      {.name = "rollback",
       .summary = "Make an app hold exactly what it held at an earlier release",
       .description =
           "The rollback is one commit. It says which releases it undoes, and leaves the other apps alone.",
       .examples = {{"gimlet rollback --env production --app web --previous", "Goes back by one release."},
                    {"gimlet rollback --env production --app web --to mycompany/web-1",
                     "Goes back to the release of an artifact."}}});
  command.usage("--env ENV --app APP (--to SHA|ID | --previous) [options]");
  command.add_option("--env", options->env, "The environment.").required().value("ENV");
  command.add_option("--app", options->app, "The app.").required().value("APP");
  command
      .add_option("-t,--to", options->to,
                  "The release to go back to: a commit of the GitOps repository, or an artifact's id.")
      .value("SHA|ID");
  command.add_flag("--previous", options->previous, "Take the release before the one that is live.");
  add_write_options(command, options->write);
  command.action([&context, options] { run_rollback(context, *options); });
  return command;
}

}  // namespace gimlet::app
