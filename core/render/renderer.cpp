#include "core/render/renderer.hpp"

#include <utility>

#include "core/render/dependencies.hpp"
#include "core/render/files.hpp"
#include "core/render/helm.hpp"
#include "core/render/native_chart.hpp"
#include "core/render/patches.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::render {
namespace {

Rendered render_unpatched(const model::Manifest& resolved, const std::string& chart_output) {
  Rendered rendered;
  rendered.files = split_helm_output(chart_output);
  append(rendered.files, "manifest.yaml", resolved.manifests);
  return rendered;
}

class ManifestRenderer final : public Renderer {
 public:
  explicit ManifestRenderer(RendererOptions options) : options_(std::move(options)) {}

  Rendered render(const model::Manifest& resolved) override {
    const bool has_resources = resolved.chart || !trim(resolved.manifests).empty();
    if (!has_resources && resolved.dependencies.empty()) {
      throw Error(ErrorCode::bad_input, "the manifest has neither a chart nor raw manifests")
          .hint("give it a \"chart\" or \"manifests\"");
    }
    std::vector<std::string> warnings;
    std::string chart_output;
    if (resolved.chart) chart_output = render_chart(resolved, warnings);
    const bool patched = has_patches(resolved);
    Rendered rendered =
        patched ? render_patched(resolved, chart_output) : render_unpatched(resolved, chart_output);
    rendered.warnings.insert(rendered.warnings.begin(), warnings.begin(), warnings.end());
    if (rendered.files.empty() && has_resources) {
      rendered.warnings.emplace_back(patched ? "the patches leave nothing" : "the chart rendered to nothing");
    }
    add_dependencies(rendered, resolved);
    return rendered;
  }

 private:
  std::string render_chart(const model::Manifest& resolved, std::vector<std::string>& warnings) {
    if (options_.charts == ChartRenderer::helm) return helm_template(resolved, options_, warnings);
    if (options_.source == nullptr) throw Error(ErrorCode::failed, "no source of charts is set up");
    if (!charts_) charts_ = std::make_unique<NativeCharts>(options_);
    return charts_->render(resolved, warnings);
  }

  RendererOptions options_;
  std::unique_ptr<NativeCharts> charts_;
};

}  // namespace

std::unique_ptr<Renderer> make_renderer(RendererOptions options) {
  return std::make_unique<ManifestRenderer>(std::move(options));
}

}  // namespace gimlet::render
