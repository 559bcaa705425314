#include "app/flows/select.hpp"

#include <fmt/format.h>

#include "app/inputs/charts.hpp"
#include "core/render/dotenv.hpp"
#include "core/render/resolve.hpp"
#include "core/render/templates.hpp"
#include "core/util/error.hpp"
#include "gitops/records/release.hpp"

namespace gimlet::app {
namespace {

// One manifest on its way into the repository; remembers what it rendered to, for the next attempt.
class Rendering {
 public:
  Rendering(Context& context, const model::Artifact& artifact, const model::Manifest& manifest, ReleaseBy by,
            std::shared_ptr<render::Renderer> renderer)
      : context_(context),
        artifact_(artifact),
        manifest_(manifest),
        by_(std::move(by)),
        renderer_(std::move(renderer)) {}

  gitops::Change plan(const gitops::Snapshot& tip, const gitops::Layout& layout) {
    const auto activity = [&] { return fmt::format("releasing {}/{}", manifest_.env, manifest_.app); };
    return while_doing(activity, [&] {
      const std::string env = render::resolve_env(manifest_, model::variables_of(artifact_), artifact_.id);
      model::Variables variables = env_variables_at(tip, layout, env);
      if (!rendered_ || variables != variables_) render(std::move(variables));
      return gitops::make_release(tip, layout, request());
    });
  }

 private:
  void render(model::Variables variables) {
    resolved_ = render::resolve(manifest_, model::variables_of(artifact_), artifact_.id, variables);
    output_ = renderer_->render(resolved_);
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
  std::shared_ptr<render::Renderer> renderer_;
  model::Variables variables_;
  model::Manifest resolved_;
  render::Rendered output_;
  bool rendered_ = false;
};

}  // namespace

Target target_of(const model::Manifest& manifest, const model::Variables& variables,
                 const std::string& source) {
  const auto resolved = [&](const std::string& text, const char* pointer) {
    if (!render::has_template(text)) return text;
    try {
      return render::Templates(variables, source, nullptr).render(text, pointer);
    } catch (const Error&) {
      return text;
    }
  };
  return {resolved(manifest.env, "/env"), resolved(manifest.app, "/app")};
}

Target target_of(const model::Artifact& artifact, const model::Manifest& manifest) {
  if (!render::has_template(manifest.env) && !render::has_template(manifest.app)) {
    return {manifest.env, manifest.app};  // the usual case needs no variables
  }
  return target_of(manifest, model::variables_of(artifact), artifact.id);
}

model::Variables env_variables_at(const gitops::Snapshot& tip, const gitops::Layout& layout,
                                  const std::string& env) {
  const std::string folder = layout.env_folder(env);
  const std::string path = (folder.empty() ? "" : folder + "/") + ".gimlet/vars";
  const auto text = tip.read_file(path);
  return text ? render::parse_dotenv(*text, path) : model::Variables();
}

std::vector<WriteItem> release_items(Context& context, const model::Artifact& artifact,
                                     const std::vector<Selected>& selected, const ReleaseBy& by) {
  const std::shared_ptr<render::Renderer> renderer = open_renderer(context);  // what it read serves them all
  std::vector<WriteItem> items;
  for (const auto& entry : selected) {
    const auto rendering = std::make_shared<Rendering>(context, artifact, *entry.manifest, by, renderer);
    const Target target = target_of(artifact, *entry.manifest);
    items.push_back({target.env, target.app, Result::Status::released, entry.rule,
                     [rendering](const gitops::Snapshot& tip, const gitops::Layout& layout) {
                       return rendering->plan(tip, layout);
                     }});
  }
  return items;
}

}  // namespace gimlet::app
