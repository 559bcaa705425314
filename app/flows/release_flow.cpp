#include "app/flows/release_flow.hpp"

#include <fmt/format.h>

#include "core/render/dotenv.hpp"
#include "core/render/resolve.hpp"
#include "core/util/error.hpp"
#include "gitops/release.hpp"

namespace gimlet::app {
namespace {

// One manifest on its way into the repository; remembers what it rendered to, for the next attempt.
class Rendering {
 public:
  Rendering(Context& context, const model::Artifact& artifact, const model::Manifest& manifest, ReleaseBy by)
      : context_(context), artifact_(artifact), manifest_(manifest), by_(std::move(by)) {}

  gitops::Change plan(const gitops::Snapshot& tip, const gitops::Layout& layout) {
    const auto activity = [&] { return fmt::format("releasing {}/{}", manifest_.env, manifest_.app); };
    return while_doing(activity, [&] {
      const std::string env = render::resolve_env(manifest_, model::variables_of(artifact_));
      model::Variables variables = variables_at(artifact_, tip, layout, env);
      if (!rendered_ || variables != variables_) render(std::move(variables));
      return gitops::make_release(tip, layout, request());
    });
  }

 private:
  void render(model::Variables variables) {
    resolved_ = render::resolve(manifest_, variables, artifact_.id);
    output_ = make_renderer(context_)->render(resolved_);
    for (const auto& warning : output_.warnings) context_.out().warning(warning);
    variables_ = std::move(variables);
    rendered_ = true;
  }

  [[nodiscard]] gitops::ReleaseRequest request() const {
    gitops::ReleaseRequest request;
    request.release.app = resolved_.app;
    request.release.env = resolved_.env;
    request.release.artifact_id = artifact_.id;
    request.release.triggered_by = by_.triggered_by;
    request.release.version = artifact_.version;
    request.files = output_.files;
    request.author = context_.author();
    request.trailers = {by_.event, artifact_.id, context_.actor(), by_.intent};
    return request;
  }

  Context& context_;
  const model::Artifact& artifact_;
  const model::Manifest& manifest_;
  ReleaseBy by_;
  model::Variables variables_;
  model::Manifest resolved_;
  render::Rendered output_;
  bool rendered_ = false;
};

// The app's name for reports: resolved if that is possible, else as written.
std::string display_app(const model::Artifact& artifact, const model::Manifest& manifest) {
  try {
    return render::resolve_app(manifest, model::variables_of(artifact));
  } catch (const Error&) {
    return manifest.app;
  }
}

}  // namespace

model::Variables variables_at(const model::Artifact& artifact, const gitops::Snapshot& tip,
                              const gitops::Layout& layout, const std::string& env) {
  model::Variables variables = model::variables_of(artifact);
  const std::string folder = layout.env_folder(env);
  const std::string path = (folder.empty() ? "" : folder + "/") + ".gimlet/vars";
  if (const auto text = tip.read_file(path)) {
    for (auto& [name, value] : render::parse_dotenv(*text, path)) variables[name] = value;
  }
  return variables;
}

std::unique_ptr<render::Renderer> make_renderer(Context& context) {
  render::RendererOptions options;
  return render::make_renderer(options);
}

std::vector<WriteItem> release_items(Context& context, const model::Artifact& artifact,
                                     const std::vector<Selected>& selected, const ReleaseBy& by) {
  std::vector<WriteItem> items;
  for (const auto& entry : selected) {
    const auto rendering = std::make_shared<Rendering>(context, artifact, *entry.manifest, by);
    items.push_back({entry.manifest->env, display_app(artifact, *entry.manifest), Result::Status::released,
                     entry.rule, [rendering](const gitops::Snapshot& tip, const gitops::Layout& layout) {
                       return rendering->plan(tip, layout);
                     }});
  }
  return items;
}

}  // namespace gimlet::app
