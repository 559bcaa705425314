#include "app/commands/release/make.hpp"

#include <optional>
#include <set>

#include <fmt/format.h>

#include "app/flows/artifacts.hpp"
#include "app/flows/select.hpp"
#include "app/inputs/cue_environments.hpp"
#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

// `cue_failure`: what keeps CUE environments, which may be for this env and app, from being looked at.
std::vector<Selected> select(Context& context, const model::Artifact& artifact,
                             const std::optional<Error>& cue_failure, const ReleaseMakeOptions& options) {
  std::vector<Selected> selected;
  std::set<std::string> envs;
  std::set<std::string> apps;
  for (const auto& manifest : artifact.environments) {
    const auto [env, app] = target_of(artifact, manifest);
    envs.insert(env);
    if (env != options.env) continue;
    apps.insert(app);
    if (options.app.empty() || app == options.app) selected.push_back({&manifest, ""});
  }
  if (cue_failure && selected.empty()) throw Error(*cue_failure);
  if (cue_failure) context.out().warning(cue_failure->str());
  if (!selected.empty()) return selected;
  if (!apps.empty()) {
    throw Error(ErrorCode::not_found,
                fmt::format("the artifact {} has no manifest for app \"{}\" in env \"{}\"", artifact.id,
                            options.app, options.env))
        .hint("it has there: " + join({apps.begin(), apps.end()}, ", "));
  }
  throw Error(ErrorCode::not_found,
              fmt::format("the artifact {} has no manifest for env \"{}\"", artifact.id, options.env))
      .hint(envs.empty() ? "it has no manifest at all: add one with `gimlet artifact add --env-file`"
                         : "it has manifests for: " + join({envs.begin(), envs.end()}, ", "));
}

}  // namespace

void run_release_make(Context& context, const ReleaseMakeOptions& options) {
  if (options.env.empty() || options.artifact.empty()) {
    throw Error(ErrorCode::usage, "--env and --artifact are required")
        .hint("gimlet release --env staging --artifact ID; `gimlet artifact list` shows the ids");
  }
  context.open_repo_ahead();
  model::Artifact artifact = load_artifact(context, options.artifact);
  const std::optional<Error> cue_failure = add_cue_environments(artifact, artifact.id);
  const std::vector<Selected> selected = select(context, artifact, cue_failure, options);
  context.repo();
  const std::string actor = context.actor();
  const Json request{{"type", "release"},
                     {"env", options.env},
                     {"app", options.app},
                     {"artifactId", artifact.id},
                     {"triggeredBy", actor}};
  EventScope event(context, "release", request, artifact.id, options.write.dry_run);
  const auto items = release_items(context, artifact, selected, {actor, "release", event.id()});
  const WriteOutcome outcome = write_items(context, event, items, options.write);
  event.close(outcome.results);
  finish_write(context, event, outcome, options.write);
}

}  // namespace gimlet::app
