#include "core/chart/chart.hpp"

#include <utility>

namespace gimlet::chart {

std::string Chart::full_path() const {
  return is_root() ? name() : parent->full_path() + "/charts/" + name();
}

void Chart::set_dependencies(std::vector<std::shared_ptr<Chart>> charts) {
  for (const auto& chart : charts) chart->parent = this;
  dependencies = std::move(charts);
}

std::shared_ptr<Chart> copy(const Chart& chart) {
  auto result = std::make_shared<Chart>(chart);
  std::vector<std::shared_ptr<Chart>> below;
  below.reserve(chart.dependencies.size());
  for (const auto& dependency : chart.dependencies) below.push_back(copy(*dependency));
  result->set_dependencies(std::move(below));
  return result;
}

}  // namespace gimlet::chart
