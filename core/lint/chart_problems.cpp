#include "core/lint/chart_problems.hpp"

#include <fmt/format.h>

#include "core/chart/check_values.hpp"
#include "core/chart/loader.hpp"
#include "core/render/native_chart.hpp"
#include "core/render/templates.hpp"
#include "core/util/string.hpp"
#include "core/yaml/json.hpp"

namespace gimlet::lint {
namespace {

constexpr const char* name_pointer = "/chart/name";

bool is_elsewhere(const model::Chart& chart) {
  return !chart.repository.empty() || chart.name.find("://") != std::string::npos ||
         chart.name.find(".git") != std::string::npos || chart.name.starts_with("git@");
}

// Whether a template that is not resolved stands at a pointer into the values, or below.
bool is_open(const Json& values, const std::string& pointer) {
  const Json::json_pointer at(pointer);
  if (!values.contains(at)) return false;
  return render::has_template(dump_json(values.at(at)));
}

// The innermost reasons, one behind the other.
std::string reasons(const schema::Violation& violation) {
  if (violation.causes.empty()) return violation.message;
  std::vector<std::string> texts;
  for (const auto& cause : violation.causes) {
    texts.push_back(cause.pointer == violation.pointer
                        ? reasons(cause)
                        : fmt::format("at {}: {}", cause.pointer, reasons(cause)));
  }
  return fmt::format("{}: {}", violation.message, join(texts, "; "));
}

}  // namespace

void lint_chart(const model::Manifest& manifest, Report& report) {
  if (!manifest.chart || render::has_template(manifest.chart->name)) return;
  const model::Chart& chart = *manifest.chart;
  if (!render::NativeCharts::is_local(chart)) {
    if (is_elsewhere(chart)) return;
    report.error(
        name_pointer,
        fmt::format("there is no chart \"{}\" here, and no repository is named", printable_line(chart.name)),
        "the name is a path from the folder in which a release runs; charts of a repository need "
        "chart.repository");
    return;
  }
  try {
    std::vector<std::string> ignored;
    const auto loaded = chart::load(chart.name, ignored);
    const Value values = yaml::with_json_numbers(yaml::from_json(manifest.values));
    for (const auto& violation : chart::check_values(*loaded, values)) {
      if (is_open(manifest.values, violation.pointer)) continue;
      report.error("/values" + violation.pointer,
                   fmt::format("the chart does not allow this value: {}", reasons(violation)));
    }
  } catch (const Error& error) {
    report.error(name_pointer, error.str(), error.hint());
  }
}

}  // namespace gimlet::lint
