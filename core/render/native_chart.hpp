#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/chart/engine.hpp"
#include "core/model/manifest.hpp"
#include "core/render/renderer.hpp"

namespace gimlet::render {

// Renders charts in this process.
class NativeCharts {
 public:
  explicit NativeCharts(const RendererOptions& options);

  // True for a chart that is a folder or an archive here: no repository is named, and the path exists.
  static bool is_local(const model::Chart& chart);

  // What `helm template --no-hooks` prints for a manifest's chart. Warnings name the hooks and CRDs that are
  // left out. Throws bad_input with Helm's words.
  std::string render(const model::Manifest& resolved, std::vector<std::string>& warnings);

 private:
  chart::Engine engine_;
  std::map<std::string, std::shared_ptr<const chart::Chart>> charts_;  // by path
};

}  // namespace gimlet::render
