#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/model/manifest.hpp"
#include "core/render/chart_source.hpp"
#include "core/template/template.hpp"
#include "core/util/time.hpp"

namespace gimlet::render {

// What a manifest renders to: file name -> content. Names hold no "/", contents end in a newline.
struct Rendered {
  std::map<std::string, std::string> files;
  std::vector<std::string> warnings;  // for people, one line each, secrets redacted
};

// Turns a resolved manifest into files: same manifest and chart, same bytes.
class Renderer {
 public:
  Renderer() = default;
  Renderer(const Renderer&) = delete;
  Renderer& operator=(const Renderer&) = delete;
  virtual ~Renderer() = default;

  // Throws bad_input for a manifest or chart that cannot be rendered, failed for what is no fault of theirs
  // (no helm, network).
  virtual Rendered render(const model::Manifest& resolved) = 0;
};

// Who renders charts.
enum class ChartRenderer {
  native,  // this process
  helm     // the user's helm
};

struct RendererOptions {
  ChartRenderer charts = ChartRenderer::native;
  std::shared_ptr<ChartSource> source;  // where this process has charts from; must be set to render one
  tmpl::Limits limits;                  // of a chart's templates
  bool include_crds = false;            // the files of a chart's crds/ as well
  bool include_hooks = false;           // and its hooks
  const Clock* clock = nullptr;         // what a chart's `now` reads; the system's if it is null
  std::string helm = "helm";            // the user's executable: a name on PATH, or a path
  int helm_timeout_ms = 300'000;        // over its whole life
};

// Raw `manifests`, and charts: in this process as `helm template <app> <chart> --namespace … --values …
// --no-hooks` prints them, or through the user's helm (with --repo and --version). So hooks and CRDs of a
// chart are left out unless the options say otherwise, as in GimletD, and a warning says which. Chart first,
// then raw manifests, then patches over all of it. A renderer keeps the charts it read and the templates it
// parsed for the next manifest.
std::unique_ptr<Renderer> make_renderer(RendererOptions options = {});

}  // namespace gimlet::render
