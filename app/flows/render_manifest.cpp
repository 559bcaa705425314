#include "app/flows/render_manifest.hpp"

#include <utility>

#include "core/render/dotenv.hpp"
#include "core/render/resolve.hpp"

namespace gimlet::app {

model::Variables env_variables_at(const gitops::Snapshot& tip, const gitops::Layout& layout,
                                  const std::string& env) {
  const std::string folder = layout.env_folder(env);
  const std::string path = (folder.empty() ? "" : folder + "/") + ".gimlet/vars";
  const auto text = tip.read_file(path);
  return text ? render::parse_dotenv(*text, path) : model::Variables();
}

ManifestRendering::ManifestRendering(const model::Manifest& manifest, const model::Variables& variables,
                                     std::string source, render::Renderer& renderer, const Clock& clock)
    : manifest_(manifest),
      variables_(variables),
      source_(std::move(source)),
      renderer_(renderer),
      clock_(clock) {}

bool ManifestRendering::render(const gitops::Snapshot* tip, const gitops::Layout& layout) {
  model::Variables of_env;
  if (tip != nullptr) {
    const std::string env = render::resolve_env(manifest_, variables_, source_, &clock_);
    of_env = env_variables_at(*tip, layout, env);
  }
  if (rendered_ && of_env == env_variables_) return false;
  const model::Manifest resolved = render::resolve(manifest_, variables_, source_, of_env, &clock_);
  render::Rendered rendered = renderer_.render(resolved);
  result_ = {resolved.app, resolved.env, resolved.ns, std::move(rendered.files),
             std::move(rendered.warnings)};
  env_variables_ = std::move(of_env);
  rendered_ = true;
  return true;
}

}  // namespace gimlet::app
