#include "app/flows/select.hpp"

#include <set>

#include <fmt/format.h>

#include "core/model/policy.hpp"
#include "core/render/templates.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

// Where a manifest stands in the document; the text of CUE that gave it is not known.
std::string pointer_of(const model::Artifact& artifact, std::size_t i) {
  const Json* const written = find_member(artifact.document, "environments");
  const bool is_written = written != nullptr && i < written->size();
  return is_written ? fmt::format("/environments/{}/deploy", i) : "/cueEnvironments";
}

// The hint of a release that finds nothing.
[[noreturn]] void none_is_for(const model::Artifact& artifact, const Request& request,
                              const std::set<std::string>& envs, const std::set<std::string>& apps) {
  if (!apps.empty()) {
    throw Error(ErrorCode::not_found,
                fmt::format("the artifact {} has no manifest for app \"{}\" in env \"{}\"", artifact.id,
                            request.app, request.env))
        .hint("it has there: " + join({apps.begin(), apps.end()}, ", "));
  }
  throw Error(ErrorCode::not_found,
              fmt::format("the artifact {} has no manifest for env \"{}\"", artifact.id, request.env))
      .hint(envs.empty() ? "it has no manifest at all: add one with `gimlet artifact add --env-file`"
                         : "it has manifests for: " + join({envs.begin(), envs.end()}, ", "));
}

}  // namespace

gitops::Target target_of(const model::Manifest& manifest, const model::Variables& variables,
                         const std::string& source, const Clock& clock) {
  const auto resolved = [&](const std::string& text, const char* pointer) {
    if (!render::has_template(text)) return text;
    try {
      return render::Templates(variables, source, &clock).render(text, pointer);
    } catch (const Error&) {
      return text;
    }
  };
  return {resolved(manifest.env, "/env"), resolved(manifest.app, "/app")};
}

gitops::Target target_of(const model::Artifact& artifact, const model::Manifest& manifest,
                         const Clock& clock) {
  if (!render::has_template(manifest.env) && !render::has_template(manifest.app)) {
    return {manifest.env, manifest.app};  // the usual case needs no variables
  }
  return target_of(manifest, model::variables_of(artifact), artifact.id, clock);
}

std::vector<Asked> select_by_policy(const model::Artifact& artifact, const std::string& source,
                                    const Clock& clock, Messages& messages) {
  std::vector<Asked> all;
  for (std::size_t i = 0; i < artifact.environments.size(); ++i) {
    const auto& manifest = artifact.environments[i];
    const std::string pointer = pointer_of(artifact, i);
    auto [env, app] = target_of(artifact, manifest, clock);
    Asked asked{{.intent = Intent::policy, .env = env, .app = app, .manifest = i, .actor = "policy"}, {}};
    try {
      const model::Decision decision = model::evaluate(manifest.deploy, artifact.version);
      asked.request.rule = decision.rule;
      if (!decision.release)
        asked.result = result_of(asked.request, Result::Status::skipped, decision.reason);
    } catch (Error& error) {
      error.at({source}).pointer(pointer);
      throw;
    }
    all.push_back(std::move(asked));
    if (!manifest.deploy) continue;
    for (const auto& problem : model::policy_problems(*manifest.deploy)) {
      messages.warning(fmt::format("{} (at {}): {}", source, pointer, problem.message));
    }
  }
  return all;
}

std::vector<Asked> select_by_hand(const model::Artifact& artifact, const std::optional<Error>& cue_failure,
                                  const Request& request, const Clock& clock, Messages& messages) {
  std::vector<Asked> selected;
  std::set<std::string> envs;
  std::set<std::string> apps;
  for (std::size_t i = 0; i < artifact.environments.size(); ++i) {
    const auto [env, app] = target_of(artifact, artifact.environments[i], clock);
    envs.insert(env);
    if (env != request.env) continue;
    apps.insert(app);
    if (!request.app.empty() && app != request.app) continue;
    selected.push_back({request, std::nullopt});
    selected.back().request.app = app;
    selected.back().request.manifest = i;
  }
  if (cue_failure && selected.empty()) throw Error(*cue_failure);
  if (cue_failure) messages.warning(cue_failure->str());
  if (selected.empty()) none_is_for(artifact, request, envs, apps);
  return selected;
}

}  // namespace gimlet::app
