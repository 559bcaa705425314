#include "gitops/records/rollback.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "app/cli/command_line.hpp"
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
