#include "core/chart/check_values.hpp"

#include "core/chart/dependencies.hpp"
#include "core/chart/values.hpp"
#include "core/util/string.hpp"

namespace gimlet::chart {
namespace {

void add_prefix(std::vector<schema::Violation>& violations, const std::string& prefix) {
  for (auto& violation : violations) {
    violation.pointer = prefix + violation.pointer;
    add_prefix(violation.causes, prefix);
  }
}

void check(const Chart& chart, const Value& values, const std::string& pointer,
           std::vector<schema::Violation>& all) {
  if (chart.schema != nullptr) {
    auto violations = schema::validate(*chart.schema, values);
    add_prefix(violations, pointer);
    all.insert(all.end(), violations.begin(), violations.end());
  }
  for (const auto& below : chart.dependencies) {
    const Value* table = values.find(below->name());
    if (table == nullptr || !table->is_map()) continue;
    check(*below, *table, pointer + "/" + replace_all(replace_all(below->name(), "~", "~0"), "/", "~1"), all);
  }
}

}  // namespace

std::vector<schema::Violation> check_values(const Chart& original, const Value& user) {
  check_dependencies(original);
  const auto chart = copy(original);
  Warnings ignored;
  process_dependencies(*chart, user, ignored);
  std::vector<schema::Violation> all;
  check(*chart, coalesce_values(*chart, user, ignored), "", all);
  return all;
}

}  // namespace gimlet::chart
