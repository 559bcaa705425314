#include "core/chart/dependencies.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/semver/constraint.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "core/value/format.hpp"

namespace gimlet::chart {
namespace {

using Charts = std::vector<std::shared_ptr<Chart>>;

bool is_for(const Dependency& dependency, const Chart& chart) {
  return chart.name() == dependency.name && is_compatible(dependency.version, chart.metadata.version);
}

// A copy of the chart that a dependency stands for, under the name it has here; nullptr if there is none.
std::shared_ptr<Chart> chart_for(const Charts& charts, const Dependency& dependency) {
  const auto found = std::find_if(charts.begin(), charts.end(),
                                  [&](const auto& chart) { return is_for(dependency, *chart); });
  if (found == charts.end()) return nullptr;
  auto result = copy(**found);
  if (!dependency.alias.empty()) result->metadata.name = dependency.alias;
  return result;
}

void apply_tags(std::vector<Dependency>& dependencies, const Value& values, Warnings& warnings) {
  const Value* tags = find_table(values, "tags");
  if (tags == nullptr) return;
  for (auto& dependency : dependencies) {
    bool some_on = false;
    bool some_off = false;
    for (const auto& name : dependency.tags) {
      const Value* value = tags->find(name);
      if (value == nullptr) continue;
      if (!value->is_bool()) {
        warnings.push_back(fmt::format("the tag {} of {} is no boolean", name, dependency.name));
        continue;
      }
      (value->as_bool() ? some_on : some_off) = true;
    }
    dependency.enabled = some_on || !some_off;
  }
}

// The first of the conditions, separated by commas, that is there and a boolean decides.
void apply_conditions(std::vector<Dependency>& dependencies, const Value& values, const std::string& path,
                      Warnings& warnings) {
  for (auto& dependency : dependencies) {
    for (const auto& condition : split(trim(dependency.condition), ',')) {
      if (condition.empty()) continue;
      const Value* value = find_value(values, path + condition);
      if (value == nullptr) continue;
      if (value->is_bool()) {
        dependency.enabled = value->as_bool();
        break;
      }
      warnings.push_back(fmt::format("the condition {} of {} is no boolean", condition, dependency.name));
    }
  }
}

Charts charts_of(Chart& chart) {
  Charts charts;
  for (const auto& existing : chart.dependencies) {
    const auto& named = chart.metadata.dependencies;
    const bool known =
        std::any_of(named.begin(), named.end(), [&](const auto& one) { return is_for(one, *existing); });
    if (!known) charts.push_back(existing);
  }
  for (auto& dependency : chart.metadata.dependencies) {
    if (auto found = chart_for(chart.dependencies, dependency)) charts.push_back(std::move(found));
    if (!dependency.alias.empty()) dependency.name = dependency.alias;
  }
  return charts;
}

// `path`: of the chart within the values, with a dot behind it.
void process_enabled(Chart& chart, const Value& user, const std::string& path, Warnings& warnings) {
  if (!chart.metadata.has_dependencies) return;
  chart.set_dependencies(charts_of(chart));
  auto& named = chart.metadata.dependencies;
  for (auto& dependency : named) dependency.enabled = true;
  const Value values = coalesce_values(chart, user, warnings);
  apply_tags(named, values, warnings);
  apply_conditions(named, values, path, warnings);
  std::set<std::string> off;
  for (const auto& dependency : named) {
    if (!dependency.enabled) off.insert(dependency.name);
  }
  Charts on;
  for (const auto& one : chart.dependencies) {
    if (!off.contains(one->name())) on.push_back(one);
  }
  std::erase_if(named, [&](const auto& dependency) { return off.contains(dependency.name); });
  for (const auto& one : on) process_enabled(*one, values, path + one->name() + ".", warnings);
  chart.set_dependencies(std::move(on));
}

// {a: {b: data}} for "a.b"; the data itself for ".".
Value at_path(const std::string& path, Value data) {
  if (path == ".") return data;
  const auto names = split(path, '.');
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    Value map = Value::map();
    map.as_map().entries.emplace(*name, std::move(data));
    data = std::move(map);
  }
  return data;
}

std::string text_at(const Value& map, const char* key) {
  const Value* value = map.find(key);
  return value == nullptr ? "<nil>" : format_value(*value);
}

void import_values(Chart& chart, Warnings& warnings) {
  if (!chart.metadata.has_dependencies) return;
  const Value values = merge_values(chart, {}, warnings);
  Value imported = Value::map();
  for (auto& dependency : chart.metadata.dependencies) {
    std::vector<Value> known;
    for (const auto& import : dependency.import_values) {
      if (!import.is_map() && !import.is_string()) continue;
      const std::string child = import.is_map() ? text_at(import, "child") : "exports." + import.as_string();
      const std::string parent = import.is_map() ? text_at(import, "parent") : ".";
      Value record = Value::map(ElementType::string);
      record.as_map().entries = {{"child", child}, {"parent", parent}};
      known.push_back(std::move(record));
      const Value* table = find_table(values, dependency.name + "." + child);
      if (table == nullptr) {
        warnings.push_back(fmt::format("{} has no values {} to import", dependency.name, child));
      } else {
        imported = merge_tables(imported, at_path(parent, *table), warnings);
      }
    }
    dependency.import_values = std::move(known);
  }
  chart.values = merge_tables(values.deep_copy(), imported, warnings);
}

void import_all(Chart& chart, Warnings& warnings) {
  for (const auto& dependency : chart.dependencies) import_all(*dependency, warnings);
  import_values(chart, warnings);
}

}  // namespace

void process_dependencies(Chart& chart, const Value& user, Warnings& warnings) {
  process_enabled(chart, user, "", warnings);
  import_all(chart, warnings);
}

void check_dependencies(const Chart& chart) {
  std::vector<std::string> missing;
  for (const auto& dependency : chart.metadata.dependencies) {
    const auto& charts = chart.dependencies;
    const bool there = std::any_of(charts.begin(), charts.end(),
                                   [&](const auto& one) { return one->name() == dependency.name; });
    if (!there) missing.push_back(dependency.name);
  }
  if (missing.empty()) return;
  throw Error(ErrorCode::bad_input,
              "an error occurred while checking for chart dependencies. You may need to run `helm dependency "
              "build` to "
              "fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: " +
                  join(missing, ", "));
}

bool is_compatible(const std::string& constraint, const std::string& version) {
  try {
    return semver::Constraint(constraint).accepts(semver::parse(version));
  } catch (const Error&) {
    return false;
  }
}

}  // namespace gimlet::chart
