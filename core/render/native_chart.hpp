#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/chart/engine.hpp"
#include "core/model/manifest.hpp"
#include "core/render/chart_source.hpp"
#include "core/render/renderer.hpp"

namespace gimlet::render {

// Renders charts in this process.
class NativeCharts {
 public:
  // options.source must be set.
  explicit NativeCharts(const RendererOptions& options);

  // What `helm template --no-hooks` prints for a manifest's chart, with its hooks and CRDs where the options
  // say so; warnings name those that are left out. Throws bad_input with Helm's words.
  std::string render(const model::Manifest& resolved, std::vector<std::string>& warnings);

 private:
  using Name = std::array<std::string, 3>;  // repository, name, version

  std::shared_ptr<ChartSource> source_;
  chart::Engine engine_;
  bool include_crds_;
  bool include_hooks_;
  std::map<Name, std::shared_ptr<const chart::Chart>> charts_;
};

}  // namespace gimlet::render
