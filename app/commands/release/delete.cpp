#include <memory>

#include <fmt/format.h>

#include "app/cli/common_options.hpp"
#include "app/commands/commands.hpp"
#include "app/flows/write.hpp"
#include "core/util/string.hpp"
#include "gitops/records/layout.hpp"

namespace gimlet::app {
namespace {

struct Options {
  std::string env;
  std::string app;
  WriteOptions write;
};

void require_known_env(const gitops::Snapshot& tip, const gitops::Layout& layout, const std::string& env) {
  const auto known = gitops::environments(tip, layout);
  if (std::find(known.begin(), known.end(), env) != known.end()) return;
  throw Error(ErrorCode::not_found, fmt::format("the GitOps repository has no environment \"{}\"", env))
      .hint(known.empty() ? "it has none yet" : "it has: " + join(known, ", "));
}

void run_release_delete(Context& context, const Options& options) {
  context.repo();
  const Json request{
      {"type", "delete"}, {"env", options.env}, {"app", options.app}, {"triggeredBy", context.actor()}};
  EventScope event(context, "delete", request, "", options.write.dry_run);
  const auto plan = [&](const gitops::Snapshot& tip, const gitops::Layout& layout) {
    require_known_env(tip, layout, options.env);
    gitops::DeleteRequest remove;
    remove.env = options.env;
    remove.app = options.app;
    remove.author = context.author();
    remove.trailers = {event.id(), "", context.actor(), "delete"};
    return gitops::make_delete(tip, layout, remove);
  };
  const WriteOutcome outcome = write_items(
      context, event, {{options.env, options.app, Result::Status::deleted, "", plan}}, options.write);
  event.close(outcome.results);
  finish_write(context, event, outcome, options.write);
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
