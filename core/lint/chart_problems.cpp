#include "core/lint/chart_problems.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "core/chart/check_values.hpp"
#include "core/chart/loader.hpp"
#include "core/render/templates.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"
#include "core/yaml/json.hpp"

namespace gimlet::lint {
namespace {

constexpr const char* name_pointer = "/chart/name";

bool is_elsewhere(const model::Chart& chart) {
  return !chart.repository.empty() || chart.name.find("://") != std::string::npos ||
         chart.name.find(".git") != std::string::npos || chart.name.starts_with("git@");
}

bool is_here(const model::Chart& chart) {
  std::error_code none;
  return chart.repository.empty() && !chart.name.empty() && std::filesystem::exists(chart.name, none);
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

void lint_chart(const model::Manifest& manifest, render::ChartSource* charts, bool offline, Report& report) {
  if (!manifest.chart) return;
  const model::Chart& chart = *manifest.chart;
  for (const auto* text : {&chart.name, &chart.repository, &chart.version}) {
    if (render::has_template(*text)) return;
  }
  if (charts == nullptr && !is_here(chart)) {
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
    const auto loaded = charts != nullptr ? charts->load(chart, ignored) : chart::load(chart.name, ignored);
    const Value values = yaml::with_json_numbers(yaml::from_json(manifest.values));
    for (const auto& violation : chart::check_values(*loaded, values)) {
      if (is_open(manifest.values, violation.pointer)) continue;
      report.error("/values" + violation.pointer,
                   fmt::format("the chart does not allow this value: {}", reasons(violation)));
    }
  } catch (const Error& error) {
    const bool is_absent = error.code() == ErrorCode::failed || error.code() == ErrorCode::denied ||
                           (offline && error.code() == ErrorCode::not_found && is_elsewhere(chart));
    // The report has a pointer of its own.
    const std::string& words = error.json_pointer().empty() ? error.str() : error.message();
    if (is_absent) {
      report.warning(name_pointer, "the chart cannot be looked at: " + words, error.hint());
    } else {
      report.error(name_pointer, words, error.hint());
    }
  }
}

}  // namespace gimlet::lint
