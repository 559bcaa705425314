#include "app/flows/change.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "gitops/records/release.hpp"
#include "gitops/records/rollback.hpp"

namespace gimlet::app {
namespace {

gitops::Trailers trailers(const Request& request, const Attempt& attempt) {
  return {attempt.event, request.artifact, attempt.author.name, to_string(request.intent)};
}

// The URL or path that an app's Kustomization is named by; "" where the layout wants none.
std::string repository_of(const Attempt& attempt) {
  if (!attempt.layout.kustomization_per_app) return "";
  const std::string remote = attempt.repo.remote_url();
  return remote.empty() ? attempt.repo.display_name() : remote;
}

// "" is the release before the one that is live; what may be the beginning of a commit's id is one.
gitops::RollbackTarget rollback_target(const std::string& text) {
  using Kind = gitops::RollbackTarget::Kind;
  if (text.empty()) return {Kind::previous, ""};
  const bool hex = text.size() >= 4 && text.size() <= 40 &&
                   text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
  return {hex ? Kind::commit : Kind::artifact, text};
}

}  // namespace

ReleaseChanges::ReleaseChanges(const model::Artifact& artifact, render::Renderer& renderer,
                               const Clock& clock, Messages& messages)
    : artifact_(artifact),
      variables_(model::variables_of(artifact)),
      renderer_(renderer),
      clock_(clock),
      messages_(messages) {}

Made ReleaseChanges::make(const Request& request, const Attempt& attempt) {
  const model::Manifest& manifest = artifact_.environments.at(request.manifest);
  const auto activity = [&] { return fmt::format("releasing {}/{}", manifest.env, manifest.app); };
  return while_doing(activity, [&] {
    const auto found =
        renderings_.try_emplace(request.manifest, manifest, variables_, artifact_.id, renderer_, clock_);
    ManifestRendering& rendering = found.first->second;
    const bool anew = rendering.render(&attempt.tip, attempt.layout);
    const RenderedManifest& rendered = rendering.result();
    if (anew) {
      for (const auto& warning : rendered.warnings) messages_.warning(warning);
    }
    gitops::ReleaseRequest release;
    release.release.app = rendered.app;
    release.release.env = rendered.env;
    release.release.artifact_id = artifact_.id;
    release.release.triggered_by = request.actor;
    release.release.version = artifact_.version;
    release.files = rendered.files;
    release.author = attempt.author;
    release.trailers = trailers(request, attempt);
    release.adopt = request.adopt;
    release.ns = rendered.ns;
    release.repository = repository_of(attempt);
    return Made{gitops::make_release(attempt.tip, attempt.layout, release), ""};
  });
}

Made make_rollback(const Request& request, const Attempt& attempt) {
  const auto activity = [&] { return fmt::format("rolling back {}/{}", request.env, request.app); };
  return while_doing(activity, [&] {
    gitops::RollbackRequest rollback;
    rollback.env = request.env;
    rollback.app = request.app;
    rollback.target = rollback_target(request.target);
    rollback.author = attempt.author;
    rollback.trailers = trailers(request, attempt);
    gitops::RollbackPlan plan = gitops::make_rollback(attempt.repo, attempt.tip, attempt.layout, rollback);
    const std::string& id = plan.release.artifact_id;
    return Made{std::move(plan.change),
                fmt::format("rolled back to {} ({}), {} release{} undone", plan.target.substr(0, 7),
                            id.empty() ? "files that no release made" : id, plan.undone.size(),
                            plan.undone.size() == 1 ? "" : "s")};
  });
}

Made make_write(const WrittenFiles& written, const Request& request, const Attempt& attempt) {
  const auto activity = [&] { return fmt::format("writing {}/{}", request.env, request.app); };
  return while_doing(activity, [&] {
    gitops::Layout layout = attempt.layout;
    if (written.repository_per_env && !layout.repository_per_env) {
      layout.repository_per_env = true;
      layout.env = request.env;
    }
    gitops::WriteRequest write;
    write.target = {request.env, request.app};
    write.files = written.files;
    write.message = written.message;
    write.author = attempt.author;
    write.trailers = trailers(request, attempt);
    write.repository = repository_of(attempt);
    return Made{gitops::make_write(attempt.tip, layout, write), ""};
  });
}

Made make_delete(const Request& request, const Attempt& attempt) {
  require_environment(attempt.tip, attempt.layout, request.env);
  gitops::DeleteRequest remove;
  remove.env = request.env;
  remove.app = request.app;
  remove.author = attempt.author;
  remove.trailers = trailers(request, attempt);
  return {gitops::make_delete(attempt.tip, attempt.layout, remove), ""};
}

void require_environment(const gitops::Snapshot& tip, const gitops::Layout& layout, const std::string& env) {
  const auto known = gitops::environments(tip, layout);
  if (std::find(known.begin(), known.end(), env) != known.end()) return;
  throw Error(ErrorCode::not_found, fmt::format("the GitOps repository has no environment \"{}\"", env))
      .hint(known.empty() ? "it has none yet" : "it has: " + join(known, ", "));
}

}  // namespace gimlet::app
