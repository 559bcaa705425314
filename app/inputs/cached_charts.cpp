#include "app/inputs/cached_charts.hpp"

#include "core/util/json.hpp"
#include "gitops/local/mirror_list.hpp"

namespace gimlet::app {
namespace {

fetch::CachedChart to_chart(const gitops::Mirror& mirror) {
  fetch::CachedChart chart;
  chart.repository = mirror.url;
  chart.bytes = mirror.bytes;
  chart.used = mirror.used;
  return chart;
}

}  // namespace

std::vector<fetch::CachedChart> cached_charts(const std::filesystem::path& folder, const Clock& clock) {
  auto charts = fetch::ChartCache(folder, clock).list();
  for (const auto& mirror : gitops::list_mirrors(folder)) charts.push_back(to_chart(mirror));
  return charts;
}

fetch::ChartCache::Pruned prune_charts(const std::filesystem::path& folder, const Clock& clock,
                                       UnixSeconds before, bool dry_run) {
  auto pruned = fetch::ChartCache(folder, clock).prune(before, dry_run);
  for (const auto& mirror : gitops::list_mirrors(folder)) {
    if (mirror.used >= before) continue;
    if (!dry_run) gitops::remove_mirror(mirror);
    pruned.bytes += mirror.bytes;
    pruned.charts.push_back(to_chart(mirror));
  }
  return pruned;
}

Json to_json(const fetch::CachedChart& chart) {
  const auto time = [](UnixSeconds seconds) { return seconds == 0 ? Json() : Json(seconds); };
  return {{"repository", chart.repository}, {"name", chart.name},   {"version", chart.version},
          {"digest", chart.digest},         {"bytes", chart.bytes}, {"fetched", time(chart.fetched)},
          {"used", time(chart.used)}};
}

}  // namespace gimlet::app
