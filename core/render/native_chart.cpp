#include "core/render/native_chart.hpp"

#include <set>

#include <fmt/format.h>

#include "core/chart/template.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"
#include "core/yaml/json.hpp"

namespace gimlet::render {
namespace {

template <class Document>
void tell_of(const std::vector<Document>& documents, const char* what, std::vector<std::string>& warnings) {
  std::set<std::string> sources;
  for (const auto& document : documents) sources.insert(document.source);
  if (sources.empty()) return;
  warnings.push_back(
      fmt::format("the chart's {} are left out: {}", what, join({sources.begin(), sources.end()}, ", ")));
}

}  // namespace

NativeCharts::NativeCharts(const RendererOptions& options)
    : source_(options.source),
      engine_(options.clock, options.limits),
      include_crds_(options.include_crds),
      include_hooks_(options.include_hooks) {}

std::string NativeCharts::render(const model::Manifest& resolved, std::vector<std::string>& warnings) {
  const model::Chart& wanted = *resolved.chart;
  const auto activity = [&] {
    return "rendering the chart " + redact_urls(printable_line(wanted.name, 500));
  };
  return while_doing(activity, [&] {
    auto& chart = charts_[{wanted.repository, wanted.name, wanted.version}];
    if (chart == nullptr) chart = source_->load(wanted, warnings);
    chart::TemplateOptions options;
    options.release.name = resolved.app;
    if (!resolved.ns.empty()) options.release.ns = resolved.ns;
    const Value values = yaml::with_json_numbers(yaml::from_json(resolved.values));
    const chart::Output output = chart::template_chart(engine_, *chart, values, options);
    warnings.insert(warnings.end(), output.warnings.begin(), output.warnings.end());
    if (!include_hooks_) tell_of(output.hooks, "hooks", warnings);
    if (!include_crds_) tell_of(output.crds, "CRDs", warnings);
    for (const auto& source : output.unknown_hooks) {
      warnings.push_back("a document with a hook that Helm does not know is left out: " + source);
    }
    return chart::print(output, {include_crds_, include_hooks_, {}});
  });
}

}  // namespace gimlet::render
