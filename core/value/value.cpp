#include "core/value/value.hpp"

#include <array>
#include <utility>

namespace gimlet {
namespace {

std::string_view int_type_name(IntType type) {
  constexpr std::array<std::string_view, 10> names{"int",  "int8",  "int16",  "int32",  "int64",
                                                   "uint", "uint8", "uint16", "uint32", "uint64"};
  return names.at(static_cast<std::size_t>(type));
}

std::string_view element_name(ElementType type) {
  constexpr std::array<std::string_view, 7> names{
      "interface {}", "string", "int", "float64", "uint8", "map[string]interface {}", "[]interface {}"};
  return names.at(static_cast<std::size_t>(type));
}

}  // namespace

Value Value::list(std::vector<Value> items, ElementType element) {
  return std::make_shared<List>(List{std::move(items), element});
}

Value Value::nil_list(ElementType element) {
  return std::make_shared<List>(List{{}, element, true});
}

Value Value::nil_map() {
  auto result = std::make_shared<Map>();
  result->nil = true;
  return result;
}

Value Value::map(ElementType element) {
  auto result = std::make_shared<Map>();
  result->element = element;
  return result;
}

std::string Value::type_name() const {
  switch (kind()) {
    case Kind::nil:
      return "<nil>";
    case Kind::boolean:
      return "bool";
    case Kind::integer:
      return std::string(int_type_name(as_int().type));
    case Kind::floating:
      return "float64";
    case Kind::complex:
      return "complex128";
    case Kind::string:
      return "string";
    case Kind::list:
      return "[]" + std::string(element_name(as_list().element));
    case Kind::map:
      return "map[string]" + std::string(element_name(as_map().element));
    case Kind::object:
      return as_object().type_name();
  }
  return "";
}

bool Value::truth() const {
  switch (kind()) {
    case Kind::nil:
      return false;
    case Kind::boolean:
      return as_bool();
    case Kind::integer:
      return as_int().value != 0;
    case Kind::floating:
      return as_float() != 0;
    case Kind::complex:
      return as_complex() != std::complex<double>();
    case Kind::string:
      return !as_string().empty();
    case Kind::list:
      return !as_list().items.empty();
    case Kind::map:
      return !as_map().entries.empty();
    case Kind::object:
      return as_object().truth();
  }
  return false;
}

const Value* Value::find(std::string_view key) const {
  if (!is_map()) return nullptr;
  const auto& entries = as_map().entries;
  const auto entry = entries.find(key);
  return entry == entries.end() ? nullptr : &entry->second;
}

Value Value::deep_copy() const {
  if (is_list()) {
    auto copy = std::make_shared<List>();
    copy->element = as_list().element;
    copy->nil = as_list().nil;
    copy->items.reserve(as_list().items.size());
    for (const auto& item : as_list().items) copy->items.push_back(item.deep_copy());
    return copy;
  }
  if (is_map()) {
    auto copy = std::make_shared<Map>();
    copy->element = as_map().element;
    copy->nil = as_map().nil;
    for (const auto& [key, value] : as_map().entries) {
      copy->entries.emplace_hint(copy->entries.end(), key, value.deep_copy());
    }
    return copy;
  }
  if (is_object()) {
    if (auto copy = as_object().deep_copy()) return copy;
  }
  return *this;
}

}  // namespace gimlet
