#include "core/model/json_fields.hpp"

#include <limits>

#include <fmt/format.h>

#include "core/util/json.hpp"
#include "core/util/string.hpp"

namespace gimlet::model {
namespace {

// "an object", for messages about a value of the wrong type.
std::string kind_of(const Json& value) {
  switch (value.type()) {
    case Json::value_t::object:
      return "an object";
    case Json::value_t::array:
      return "a list";
    case Json::value_t::string:
      return "a string";
    case Json::value_t::boolean:
      return "a boolean";
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
    case Json::value_t::number_float:
      return "a number";
    default:
      return "null";
  }
}

Error wrong_type(std::string_view wanted, const Json& value, std::string pointer, const std::string& source) {
  return field_error(fmt::format("must be {}, not {}", wanted, kind_of(value)), std::move(pointer), source);
}

}  // namespace

Error field_error(std::string message, std::string pointer, const std::string& source) {
  Error error(ErrorCode::bad_input, std::move(message));
  error.at({source}).pointer(std::move(pointer));
  return error;
}

std::string text_of(const Json& value, const std::string& pointer, const std::string& source) {
  if (value.is_string()) {
    std::string text = value.get<std::string>();
    // Files, paths and git end a text there.
    if (text.find('\0') == std::string::npos) return text;
    throw field_error("must not hold a NUL character", pointer, source);
  }
  Error error = wrong_type("a string", value, pointer, source);
  if (value.is_boolean()) {
    error.hint("quote the value; in YAML y, n, yes, no, on and off are booleans, too");
  } else if (value.is_number()) {
    error.hint("quote the value");
  }
  throw error;
}

Fields::Fields(const Json& object, std::string pointer, const std::string& source, std::string_view what)
    : object_(object), pointer_(std::move(pointer)), source_(source) {
  if (object.is_object()) return;
  throw field_error(fmt::format("{} must be an object, not {}", what, kind_of(object)), pointer_, source);
}

const Json* Fields::find(std::string_view key) const {
  const Json* value = find_member(object_, key);
  return value == nullptr || value->is_null() ? nullptr : value;
}

std::string Fields::at(std::string_view key) const {
  const Json* value = find_member(object_, key);
  for (const auto& [name, member] : object_.items()) {
    if (&member == value) return pointer_to(pointer_, name);
  }
  return pointer_to(pointer_, key);
}

std::string Fields::text(std::string_view key) const {
  const Json* value = find(key);
  return value == nullptr ? std::string() : text_of(*value, at(key), source_);
}

std::string Fields::required_text(std::string_view key) const {
  std::string value = text(key);
  if (!value.empty()) return value;
  throw field_error(find(key) == nullptr ? "missing" : "must not be empty", at(key), source_);
}

bool Fields::flag(std::string_view key) const {
  const Json* value = find(key);
  if (value == nullptr) return false;
  if (!value->is_boolean()) throw wrong_type("true or false", *value, at(key), source_);
  return value->get<bool>();
}

std::int64_t Fields::integer(std::string_view key) const {
  const Json* value = find(key);
  if (value == nullptr) return 0;
  const bool fits = value->is_number_unsigned()
                        ? value->get<std::uint64_t>() <=
                              static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())
                        : value->is_number_integer();
  if (fits) return value->get<std::int64_t>();
  if (value->is_number()) throw field_error("must be a whole number of 64 bits", at(key), source_);
  throw wrong_type("a number", *value, at(key), source_);
}

const Json* Fields::object(std::string_view key) const {
  const Json* value = find(key);
  if (value != nullptr && !value->is_object()) throw wrong_type("an object", *value, at(key), source_);
  return value;
}

const Json* Fields::array(std::string_view key) const {
  const Json* value = find(key);
  if (value != nullptr && !value->is_array()) throw wrong_type("a list", *value, at(key), source_);
  return value;
}

std::vector<std::string> Fields::texts(std::string_view key) const {
  std::vector<std::string> result;
  const Json* list = array(key);
  if (list == nullptr) return result;
  const std::string pointer = at(key);
  for (const Json& item : *list) {
    result.push_back(text_of(item, pointer_to(pointer, result.size()), source_));
  }
  return result;
}

}  // namespace gimlet::model
