#include "core/chart/template.hpp"

#include <algorithm>
#include <optional>
#include <ostream>

#include <fmt/format.h>

#include "core/chart/dependencies.hpp"
#include "core/chart/path_match.hpp"
#include "core/schema/schema.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::chart {
namespace {

constexpr std::string_view source_mark = "# Source: ";

bool is_crd_file(const std::string& name) {
  if (!name.starts_with("crds/")) return false;
  const auto dot = name.rfind('.');
  if (dot == std::string::npos || dot < name.rfind('/')) return false;
  const std::string extension = to_lower(name.substr(dot));
  return extension == ".yaml" || extension == ".yml" || extension == ".json";
}

void collect_crds(const Chart& chart, std::vector<CrdFile>& into) {
  for (const auto& file : chart.files) {
    if (is_crd_file(file.name)) into.push_back({chart.full_path() + "/" + file.name, file.data});
  }
  for (const auto& below : chart.dependencies) collect_crds(*below, into);
}

void check_chart(const Chart& chart, const Capabilities& capabilities) {
  if (chart.is_library()) throw Error(ErrorCode::bad_input, "library charts are not installable");
  const std::string& wanted = chart.metadata.kube_version;
  if (wanted.empty() || is_compatible(wanted, capabilities.kube_normalized)) return;
  throw Error(ErrorCode::bad_input,
              fmt::format("chart requires kubeVersion: {} which is incompatible with Kubernetes {}", wanted,
                          capabilities.kube_version));
}

// What is wrong with the values of a chart and of those below it, chart by chart.
std::string schema_report(const Chart& chart, const Value& values) {
  std::string report;
  if (chart.schema != nullptr) report += schema::report(chart.name(), *chart.schema, values);
  for (const auto& below : chart.dependencies) {
    const Value* table = values.find(below->name());
    if (table == nullptr || table->is_nil()) continue;
    if (table->is_map()) {
      report += schema_report(*below, *table);
    } else {
      report += fmt::format("{}:\ninvalid type for values: expected object (map), got {}\n", below->name(),
                            table->type_name());
    }
  }
  return report;
}

void check_values(const Chart& chart, const Value& values) {
  const std::string report = schema_report(chart, values);
  if (!report.empty()) throw Error(ErrorCode::bad_input, std::string(schema::report_heading) + report);
}

// Hands the parts of what is printed to `write`, text by text. Helm trims the end of all but the hooks: of
// the last document before them.
template <class Write>
void print_document(std::string_view source, std::string_view text, bool is_trimmed, Write write) {
  if (is_trimmed) text = text.substr(0, text.find_last_not_of(" \t\n\v\f\r") + 1);
  write("---\n");
  write(source_mark);
  write(source);
  if (!is_trimmed || !text.empty()) write("\n");
  write(text);
  write("\n");
}

template <class Write>
void print_all(const Output& output, const PrintOptions& options, Write write) {
  const std::size_t crds = options.include_crds ? output.crds.size() : 0;
  std::size_t left = crds + output.manifests.size();
  if (left == 0) write("\n");
  const auto each = [&](std::string_view source, std::string_view text) {
    print_document(source, text, --left == 0, write);
  };
  for (std::size_t i = 0; i < crds; ++i) each(output.crds[i].source, *output.crds[i].text);
  for (const auto& manifest : output.manifests) each(manifest.source, manifest.text);
  if (!options.hooks) return;
  for (const auto& hook : output.hooks) print_document(hook.source, hook.text, false, write);
}

// The template's path within the chart, from a printed document; nullopt if it has none.
std::optional<std::string> path_of(const std::string& document) {
  for (std::size_t at = document.find(source_mark); at != std::string::npos;
       at = document.find(source_mark, at + 1)) {
    const std::size_t begin = at + source_mark.size();
    const std::string line = document.substr(begin, document.find('\n', begin) - begin);
    const auto slash = line.find('/');
    if (slash != 0 && slash != std::string::npos && slash + 1 < line.size()) return line.substr(slash + 1);
  }
  return std::nullopt;
}

std::string only(const std::string& text, const std::vector<std::string>& patterns) {
  const auto documents = split_documents(text);
  std::string result;
  for (const auto& pattern : patterns) {
    bool found = false;
    for (const auto& document : documents) {
      const auto path = path_of(document);
      if (!path || !path_match(pattern, *path)) continue;
      result += "---\n" + document + "\n";
      found = true;
    }
    if (!found)
      throw Error(ErrorCode::bad_input, fmt::format("could not find template {} in chart", pattern));
  }
  return result;
}

}  // namespace

Output template_chart(Engine& engine, const Chart& original, const Value& user,
                      const TemplateOptions& options) {
  Capabilities capabilities = default_capabilities();
  if (!options.kube_version.empty()) set_kube_version(capabilities, options.kube_version);
  capabilities.api_versions.insert(capabilities.api_versions.end(), options.api_versions.begin(),
                                   options.api_versions.end());
  if (original.is_library()) check_chart(original, capabilities);
  check_dependencies(original);
  const auto chart = copy(original);
  Output output;
  if (chart->metadata.deprecated) output.warnings.emplace_back("this chart is deprecated");
  try {
    process_dependencies(*chart, user, output.warnings);
  } catch (const Error& error) {
    throw Error(ErrorCode::bad_input, "chart dependencies processing failed: " + error.message());
  }
  const Value values = coalesce_values(*chart, user, output.warnings);
  if (!options.skip_schema) check_values(*chart, values);
  check_chart(*chart, capabilities);
  auto files = engine.render(*chart, values, options.release, capabilities);
  if (options.is_last) engine.forget();
  std::erase_if(files, [](const auto& file) { return file.first.ends_with("NOTES.txt"); });
  Sorted sorted = sort_manifests(std::move(files));
  collect_crds(*chart, output.crds);
  output.manifests = std::move(sorted.manifests);
  output.hooks = std::move(sorted.hooks);
  output.unknown_hooks = std::move(sorted.unknown_hooks);
  return output;
}

std::string print(const Output& output, const PrintOptions& options) {
  std::string text;
  print_all(output, options, [&](std::string_view part) { text += part; });
  return options.show_only.empty() ? text : only(text, options.show_only);
}

void print(const Output& output, const PrintOptions& options, std::ostream& out) {
  if (!options.show_only.empty()) {
    out << print(output, options);
    return;
  }
  constexpr std::size_t chunk = std::size_t{64} << 10U;
  std::string text;
  const auto write = [&](std::string_view part) {
    text += part;
    if (text.size() < chunk) return;
    out << text;
    text.clear();
  };
  print_all(output, options, write);
  out << text;
}

}  // namespace gimlet::chart
