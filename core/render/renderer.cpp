#include "core/render/renderer.hpp"

#include <utility>

#include "core/render/files.hpp"
#include "core/render/helm.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::render {
namespace {

void refuse_patches(const model::Manifest& manifest) {
  const bool strategic = !trim(manifest.strategic_merge_patches).empty();
  if (!strategic && manifest.json6902_patches.empty()) return;
  throw Error(ErrorCode::bad_input, "patches are not supported by this version of gimlet")
      .pointer(strategic ? "/strategicMergePatches" : "/json6902Patches")
      .hint("write what they change into the chart's values or the raw manifests");
}

class HelmRenderer final : public Renderer {
 public:
  explicit HelmRenderer(RendererOptions options) : options_(std::move(options)) {}

  Rendered render(const model::Manifest& resolved) override {
    refuse_patches(resolved);
    if (!resolved.chart && trim(resolved.manifests).empty()) {
      throw Error(ErrorCode::bad_input, "the manifest has neither a chart nor raw manifests")
          .hint("give it a \"chart\" or \"manifests\"");
    }
    Rendered rendered;
    if (resolved.chart)
      rendered.files = split_helm_output(helm_template(resolved, options_, rendered.warnings));
    append(rendered.files, "manifest.yaml", resolved.manifests);
    if (rendered.files.empty()) rendered.warnings.emplace_back("the chart rendered to nothing");
    if (!resolved.dependencies.is_null() && !resolved.dependencies.empty()) {
      rendered.warnings.emplace_back("\"dependencies\" are left to Terraform: nothing is rendered for them");
    }
    return rendered;
  }

 private:
  RendererOptions options_;
};

}  // namespace

std::unique_ptr<Renderer> make_renderer(RendererOptions options) {
  return std::make_unique<HelmRenderer>(std::move(options));
}

}  // namespace gimlet::render
