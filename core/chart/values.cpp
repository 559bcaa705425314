#include "core/chart/values.hpp"

#include <set>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "core/value/format.hpp"

namespace gimlet::chart {
namespace {

using Entries = std::map<std::string, Value, std::less<>>;

constexpr const char* global = "global";

Entries& entries(const Value& map) {
  return map.as_map().entries;
}

std::string path_of(const std::string& prefix, const std::string& name) {
  return prefix.empty() ? name : prefix + "." + name;
}

// Puts values together. With `merge`, nulls stay.
class Coalescer {
 public:
  Coalescer(bool merge, Warnings& warnings) : merge_(merge), warnings_(warnings) {}

  void chart(const Chart& chart, const Value& values, const std::string& prefix) {
    own_values(chart, values, prefix);
    dependencies(chart, values, prefix);
  }

  Value tables(const Value& into, const Value& from, const std::string& prefix, bool merge) {
    if (!from.is_map()) return into;
    if (!into.is_map()) return from;
    std::set<std::string> given;
    for (const auto& [key, value] : entries(from)) {
      if (!value.is_nil()) given.insert(key);
    }
    for (const auto& [key, value] : entries(into)) {
      if (value.is_nil()) entries(from)[key] = nullptr;
    }
    for (const auto& [key, value] : entries(from)) {
      const auto found = entries(into).find(key);
      if (found == entries(into).end()) {
        entries(into)[key] = value;
      } else if (!merge && found->second.is_nil() && given.contains(key)) {
        entries(into).erase(found);
      } else {
        table_entry(found->second, value, path_of(prefix, key), merge);
      }
    }
    return into;
  }

 private:
  void warn(std::string text) { warnings_.push_back(std::move(text)); }

  void table_entry(const Value& into, const Value& value, const std::string& path, bool merge) {
    if (value.is_map()) {
      if (into.is_map()) {
        tables(into, value, path, merge);
      } else {
        warn(fmt::format("cannot overwrite table with non table for {} ({})", path, format_value(value)));
      }
    } else if (into.is_map() && !value.is_nil()) {
      warn(fmt::format("destination for {} is a table. Ignoring non-table value ({})", path,
                       format_value(value)));
    }
  }

  void own_values(const Chart& chart, const Value& values, const std::string& prefix) {
    const std::string here = path_of(prefix, chart.name());
    const Value own = chart.values.deep_copy();
    for (const auto& [key, value] : entries(own)) {
      const auto found = entries(values).find(key);
      if (found == entries(values).end()) {
        entries(values)[key] = value;
      } else if (found->second.is_nil() && !merge_) {
        entries(values).erase(found);
      } else if (found->second.is_map()) {
        if (value.is_map()) {
          tables(found->second, value, path_of(here, key), merge_ || is_dependency(chart, key));
        } else if (!value.is_nil()) {
          warn(fmt::format("skipped value for {}.{}: Not a table.", here, key));
        }
      }
    }
  }

  static bool is_dependency(const Chart& chart, const std::string& name) {
    for (const auto& dependency : chart.dependencies) {
      if (dependency->name() == name) return true;
    }
    return false;
  }

  void dependencies(const Chart& chart, const Value& values, const std::string& prefix) {
    for (const auto& dependency : chart.dependencies) {
      Value& table = entries(values).try_emplace(dependency->name(), Value::map()).first->second;
      if (!table.is_map()) {
        throw Error(ErrorCode::bad_input, fmt::format("type mismatch on {}: {}", dependency->name(),
                                                      format_printf("%t", std::span(&table, 1))));
      }
      const std::string here = path_of(prefix, chart.name());
      globals(table, values, here);
      this->chart(*dependency, table, here);
    }
  }

  void globals(const Value& into, const Value& from, const std::string& prefix) {
    const auto table_of = [&](const Value& values, const char* which) -> Value {
      const auto found = entries(values).find(global);
      if (found == entries(values).end()) return Value::map();
      if (found->second.is_map()) return found->second;
      warn(fmt::format("skipping globals because {} {} is not a table.", which, global));
      return {};
    };
    const Value below = table_of(into, "destination");
    if (below.is_nil()) return;
    const Value above = table_of(from, "source");
    if (above.is_nil()) return;
    for (const auto& [key, value] : entries(above)) {
      const auto found = entries(below).find(key);
      if (value.is_map()) {
        global_table(below, key, value, prefix);
      } else if (found != entries(below).end() && found->second.is_map()) {
        warn(fmt::format("key {} is table. Skipping", key));
      } else {
        entries(below)[key] = value;
      }
    }
    entries(into)[global] = below;
  }

  void global_table(const Value& below, const std::string& key, const Value& value,
                    const std::string& prefix) {
    const Value copy = Value::map();
    entries(copy) = entries(value);
    const auto found = entries(below).find(key);
    if (found == entries(below).end()) {
      entries(below)[key] = copy;
    } else if (!found->second.is_map()) {
      warn(fmt::format("Conflict: cannot merge map onto non-map for \"{}\". Skipping.", key));
    } else {
      tables(copy, found->second, path_of(prefix, key), true);
      entries(below)[key] = copy;
    }
  }

  bool merge_;
  Warnings& warnings_;
};

Value put_together(const Chart& chart, const Value& user, bool merge, Warnings& warnings) {
  Value values = user.is_map() ? user.deep_copy() : Value::map();
  Coalescer(merge, warnings).chart(chart, values, "");
  return values;
}

}  // namespace

Value map_of(std::map<std::string, Value, std::less<>> entries) {
  Value map = Value::map();
  map.as_map().entries = std::move(entries);
  return map;
}

Value merge_maps(const Value& a, const Value& b) {
  Value result = Value::map();
  entries(result) = entries(a);
  for (const auto& [key, value] : entries(b)) {
    const auto found = entries(result).find(key);
    const bool both = value.is_map() && found != entries(result).end() && found->second.is_map();
    entries(result)[key] = both ? merge_maps(found->second, value) : value;
  }
  return result;
}

Value coalesce_values(const Chart& chart, const Value& user, Warnings& warnings) {
  return put_together(chart, user, false, warnings);
}

Value merge_values(const Chart& chart, const Value& user, Warnings& warnings) {
  return put_together(chart, user, true, warnings);
}

Value coalesce_tables(const Value& into, const Value& from, Warnings& warnings) {
  return Coalescer(false, warnings).tables(into, from, "", false);
}

Value merge_tables(const Value& into, const Value& from, Warnings& warnings) {
  return Coalescer(true, warnings).tables(into, from, "", true);
}

const Value* find_table(const Value& values, const std::string& path) {
  const Value* table = &values;
  for (const auto& name : split(path, '.')) {
    table = table->find(name);
    if (table == nullptr || !table->is_map()) return nullptr;
  }
  return table;
}

const Value* find_value(const Value& values, const std::string& path) {
  const auto dot = path.rfind('.');
  const Value* table = dot == std::string::npos ? &values : find_table(values, path.substr(0, dot));
  const Value* value =
      table == nullptr ? nullptr : table->find(path.substr(dot == std::string::npos ? 0 : dot + 1));
  return value == nullptr || value->is_map() ? nullptr : value;
}

}  // namespace gimlet::chart
