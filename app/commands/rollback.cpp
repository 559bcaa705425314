#include "gitops/records/rollback.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "app/cli/common_options.hpp"
#include "app/commands/commands.hpp"
#include "app/flows/write.hpp"

namespace gimlet::app {
namespace {

struct Options {
  std::string env;
  std::string app;
  std::string to;
  bool previous = false;
  WriteOptions write;
};

gitops::RollbackTarget target_of(const Options& options) {
  using Kind = gitops::RollbackTarget::Kind;
  if (options.to.empty() != options.previous) {
    throw Error(ErrorCode::usage, "give either --to or --previous")
        .hint("--to takes a commit of the GitOps repository (a unique prefix will do) or an artifact's id");
  }
  if (options.previous) return {Kind::previous, ""};
  const bool hex = options.to.size() >= 4 && options.to.size() <= 40 &&
                   options.to.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
  return {hex ? Kind::commit : Kind::artifact, options.to};
}

void run_rollback(Context& context, const Options& options) {
  const gitops::RollbackTarget target = target_of(options);
  gitops::Repo& repo = context.repo();
  const Json request{{"type", "rollback"},
                     {"env", options.env},
                     {"app", options.app},
                     {"to", options.previous ? "previous" : options.to},
                     {"triggeredBy", context.actor()}};
  EventScope event(context, "rollback", request, "", options.write.dry_run);
  gitops::RollbackPlan rollback;
  const auto plan = [&](const gitops::Snapshot& tip, const gitops::Layout& layout) {
    const auto activity = [&] { return fmt::format("rolling back {}/{}", options.env, options.app); };
    rollback = while_doing(activity, [&] {
      gitops::RollbackRequest ask;
      ask.env = options.env;
      ask.app = options.app;
      ask.target = target;
      ask.author = context.author();
      ask.trailers = {event.id(), "", context.actor(), "rollback"};
      return gitops::make_rollback(repo, tip, layout, ask);
    });
    return rollback.change;
  };
  WriteOutcome outcome = write_items(
      context, event, {{options.env, options.app, Result::Status::released, "", plan}}, options.write);
  if (outcome.errors.empty()) {
    outcome.results.front().reason = fmt::format(
        "rolled back to {} ({}), {} release{} undone", rollback.target.substr(0, 7),
        rollback.release.artifact_id, rollback.undone.size(), rollback.undone.size() == 1 ? "" : "s");
  }
  event.close(outcome.results);
  finish_write(context, event, outcome, options.write);
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
