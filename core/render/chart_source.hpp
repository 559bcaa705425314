#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/model/manifest.hpp"

namespace gimlet::chart {
struct Chart;
}

namespace gimlet::render {

// Where charts come from: folders, archives, repositories, registries, git.
class ChartSource {
 public:
  ChartSource() = default;
  ChartSource(const ChartSource&) = delete;
  ChartSource& operator=(const ChartSource&) = delete;
  virtual ~ChartSource() = default;

  // The chart a manifest names; `warnings` gets a line for what Helm warns of. Throws not_found, bad_input,
  // denied, or failed (network).
  virtual std::shared_ptr<const chart::Chart> load(const model::Chart& chart,
                                                   std::vector<std::string>& warnings) = 0;
};

}  // namespace gimlet::render
