#include "core/template/arguments.hpp"

#include <utility>

namespace gimlet::tmpl {

ArgumentError::ArgumentError(std::size_t index, std::string expected, const Value& got)
    : CallError("wrong type for value; expected " + expected + "; got " +
                (got.is_nil() ? "interface {}" : got.type_name())),
      index_(index),
      expected_(std::move(expected)) {}

const std::string& string_argument(const Arguments& arguments, std::size_t i) {
  if (!arguments.at(i).is_string()) throw ArgumentError(i, "string", arguments[i]);
  return arguments[i].as_string();
}

bool bool_argument(const Arguments& arguments, std::size_t i) {
  if (!arguments.at(i).is_bool()) throw ArgumentError(i, "bool", arguments[i]);
  return arguments[i].as_bool();
}

std::int64_t int_argument(const Arguments& arguments, std::size_t i) {
  const Value& value = arguments.at(i);
  if (!value.is_int() || value.as_int().type != IntType::int_) throw ArgumentError(i, "int", value);
  return value.as_int().value;
}

std::int64_t int64_argument(const Arguments& arguments, std::size_t i) {
  const Value& value = arguments.at(i);
  if (!value.is_int() || value.as_int().type != IntType::int64) throw ArgumentError(i, "int64", value);
  return value.as_int().value;
}

std::uint32_t uint32_argument(const Arguments& arguments, std::size_t i) {
  const Value& value = arguments.at(i);
  if (!value.is_int() || value.as_int().type != IntType::uint32) throw ArgumentError(i, "uint32", value);
  return static_cast<std::uint32_t>(value.as_int().value);
}

double float_argument(const Arguments& arguments, std::size_t i) {
  if (!arguments.at(i).is_float()) throw ArgumentError(i, "float64", arguments[i]);
  return arguments[i].as_float();
}

const std::shared_ptr<Map>& map_argument(const Arguments& arguments, std::size_t i) {
  const Value& value = arguments.at(i);
  if (value.is_map() && value.as_map().element == ElementType::any) return value.map_ref();
  const auto* map = value.is_object() ? value.as_object().map_ref() : nullptr;
  if (map == nullptr) throw ArgumentError(i, "map[string]interface {}", value);
  return *map;
}

const std::shared_ptr<List>& list_argument(const Arguments& arguments, std::size_t i) {
  const Value& value = arguments.at(i);
  if (!value.is_list() || value.as_list().element != ElementType::any) {
    throw ArgumentError(i, "[]interface {}", value);
  }
  return value.list_ref();
}

void expect_arguments(const Arguments& arguments, std::size_t wanted, std::string_view name) {
  if (arguments.size() == wanted) return;
  throw CallError("wrong number of args for " + std::string(name) + ": want " + std::to_string(wanted) +
                  " got " + std::to_string(arguments.size()));
}

}  // namespace gimlet::tmpl
