#include "core/sprig/helm_values.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "core/go/strconv.hpp"
#include "core/sprig/convert.hpp"
#include "core/template/arguments.hpp"
#include "core/util/string.hpp"
#include "core/value/format.hpp"
#include "core/yaml/yaml.hpp"

namespace gimlet::sprig {
namespace {

constexpr std::array<std::string_view, 4> methods{"AsMap", "PathValue", "Table", "YAML"};

// A map of one of the two types Helm takes for a table.
bool is_table(const Value& value) {
  return value.is_map() && value.as_map().element == ElementType::any;
}

// The table at a path of keys. Throws bad_input if there is none.
Value table_at(Value table, std::span<const std::string> path) {
  for (const auto& key : path) {
    const Value* next = table.find(key);
    if (next == nullptr || !is_table(*next)) fail(go::quote(key) + " is not a table");
    table = *next;
  }
  return table;
}

Value path_value(const Value& values, const std::string& text) {
  if (text.empty()) fail("YAML path cannot be empty");
  const auto path = split(text, '.');
  const auto parents = std::span(path).first(path.size() - 1);
  const std::string no_value = go::quote(path.back()) + " is not a value";
  Value table = values;
  for (const auto& key : parents) {
    const Value* next = table.find(key);
    if (next == nullptr || !is_table(*next)) fail(no_value);
    table = *next;
  }
  const Value* value = table.find(path.back());
  if (value == nullptr || is_table(*value)) fail(no_value);
  return *value;
}

class HelmValues : public Object {
 public:
  explicit HelmValues(std::shared_ptr<Map> map) : map_(std::move(map)) {}

  [[nodiscard]] std::string type_name() const override { return "common.Values"; }
  [[nodiscard]] std::string print() const override { return format_value(map_); }
  [[nodiscard]] bool truth() const override { return !map_->entries.empty(); }
  [[nodiscard]] Value underlying() const override { return map_; }
  [[nodiscard]] const std::shared_ptr<Map>* map_ref() const override { return &map_; }
  [[nodiscard]] std::shared_ptr<Object> deep_copy() const override {
    return std::make_shared<HelmValues>(Value(map_).deep_copy().map_ref());
  }
  [[nodiscard]] bool may_have(std::string_view name) const override {
    return std::find(methods.begin(), methods.end(), name) != methods.end();
  }
  bool member(std::string_view name, const std::vector<Value>& arguments, Value& result) const override {
    if (!may_have(name)) return false;
    if (name == "Table" || name == "PathValue") {
      tmpl::expect_arguments(arguments, 1, name);
      const auto& path = tmpl::string_argument(arguments, 0);
      result =
          name == "Table" ? helm_values(table_at(map_, split(path, '.')).map_ref()) : path_value(map_, path);
      return true;
    }
    tmpl::expect_arguments(arguments, 0, name);
    result = name == "YAML" ? Value(yaml::write(map_)) : Value(map_);
    return true;
  }

 private:
  std::shared_ptr<Map> map_;
};

}  // namespace

Value helm_values(std::shared_ptr<Map> map) {
  return std::shared_ptr<Object>(std::make_shared<HelmValues>(std::move(map)));
}

}  // namespace gimlet::sprig
