#include "app/commands/release/make.hpp"

#include "app/cli/ci_report.hpp"
#include "app/cli/common_options.hpp"
#include "app/cli/result_output.hpp"
#include "app/flows/artifacts.hpp"
#include "app/flows/change.hpp"
#include "app/flows/select.hpp"
#include "app/inputs/cue_environments.hpp"

namespace gimlet::app {

void run_release_make(Context& context, const ReleaseMakeOptions& options) {
  if (options.env.empty() || options.artifact.empty()) {
    throw Error(ErrorCode::usage, "--env and --artifact are required")
        .hint("gimlet release --env staging --artifact ID; `gimlet artifact list` shows the ids");
  }
  model::Artifact artifact =
      load_artifact(context.artifacts_if_exist(), context.store_path(), options.artifact);
  const std::optional<Error> cue_failure = add_cue_environments(artifact, artifact.id);
  Request request{.env = options.env, .app = options.app, .artifact = artifact.id, .adopt = options.adopt};
  std::vector<Asked> asked = select_by_hand(artifact, cue_failure, request, context.clock(), context.out());
  context.repo();
  request.actor = context.author().name;
  for (auto& each : asked) each.request.actor = request.actor;
  ReleaseChanges changes(artifact, context.renderer(), context.clock(), context.out());
  const WriteSteps steps{
      [&](const Attempt*) { return asked; },
      [&](const Request& one, const Attempt& attempt) { return changes.make(one, attempt); }};
  const Written written = write(context.write_tools(options.write.dry_run), request, steps, options.write);
  report_to_ci(context, {.command = "release",
                         .artifact = artifact.id,
                         .dry_run = options.write.dry_run,
                         .results = written.results});
  print_written(context, written, options.write);
}

}  // namespace gimlet::app
