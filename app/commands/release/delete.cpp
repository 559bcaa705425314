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
  WriteOptions write;
};

void run_release_delete(Context& context, const Options& options) {
  context.repo();
  const Request request{
      .intent = Intent::remove, .env = options.env, .app = options.app, .actor = context.author().name};
  const Written written =
      write(context.write_tools(options.write.dry_run), request, make_delete, options.write);
  report_to_ci(context, {.command = "release delete",
                         .artifact = "",
                         .dry_run = options.write.dry_run,
                         .results = written.results});
  print_written(context, written, options.write);
}

}  // namespace

void add_release_delete(const Command& parent, Context& context) {
  auto options = std::make_shared<Options>();
  const Command command = parent.add_subcommand(
      {.name = "delete",
       .summary = "Remove an app from an environment",
       .description = "The folder of the app goes with one commit.",
       .examples = {{"gimlet release delete --env staging --app web", "Removes `staging/web/`."}}});
  command.add_option("--env", options->env, "The environment.").required().value("ENV");
  command.add_option("--app", options->app, "The app.").required().value("APP");
  add_write_options(command, options->write);
  command.action([&context, options] { run_release_delete(context, *options); });
}

}  // namespace gimlet::app
