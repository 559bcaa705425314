#include "core/yaml/scalar.hpp"

#include <cmath>

#include <fmt/format.h>

#include "core/util/encoding.hpp"
#include "core/util/error.hpp"
#include "core/yaml/number_text.hpp"

namespace gimlet::yaml {
namespace {

[[noreturn]] void fail(const std::string& message) {
  throw Error(ErrorCode::bad_input, message);
}

Value binary(std::string_view text) {
  Decoded decoded = base64_decode(text);
  if (decoded.bad_at) fail("!!binary value contains invalid base64 data");
  return decoded.bytes;
}

// A scalar tagged as one of the types that plain scalars have.
Value typed_as(std::string_view name, std::string_view text) {
  Resolved resolved = resolve_plain(text);
  if (resolved.kind == Resolved::Kind::timestamp && name != "timestamp")
    resolved.kind = Resolved::Kind::string;
  if (name == "float" && resolved.kind == Resolved::Kind::integer) {
    return static_cast<double>(resolved.integer);
  }
  const std::string_view found = tag_of(resolved.kind);
  if (found.substr(2) != name) fail(fmt::format("cannot decode {} `{}` as a !!{}", found, text, name));
  return resolved_value(resolved, text);
}

}  // namespace

Value resolved_value(const Resolved& resolved, std::string_view text) {
  switch (resolved.kind) {
    case Resolved::Kind::null:
      return {};
    case Resolved::Kind::boolean:
      return resolved.boolean;
    case Resolved::Kind::integer:
      return Value::go_int64(resolved.integer);
    case Resolved::Kind::unsigned_integer:
      return Integer{static_cast<std::int64_t>(resolved.unsigned_integer), IntType::uint64};
    case Resolved::Kind::floating:
      return resolved.floating;
    case Resolved::Kind::timestamp:
    case Resolved::Kind::string:
      break;
  }
  return text;
}

Value scalar_value(const Scalar& scalar) {
  if (scalar.tag.empty()) {
    if (!scalar.plain) return scalar.text;
    return resolved_value(resolve_plain(scalar.text), scalar.text);
  }
  if (!scalar.tag.starts_with(core_tag_prefix)) return scalar.text;
  const std::string_view name = scalar.tag.substr(core_tag_prefix.size());
  if (name == "binary") return binary(scalar.text);
  if (name == "int" || name == "float" || name == "bool" || name == "null" || name == "timestamp") {
    return typed_as(name, scalar.text);
  }
  return scalar.text;
}

std::string key_text(const Value& value) {
  if (value.is_string()) return value.as_string();
  if (value.is_bool()) return value.as_bool() ? "true" : "false";
  if (value.is_int() && value.as_int().type != IntType::uint64) return std::to_string(value.as_int().value);
  if (value.is_float()) {
    const double number = value.as_float();
    if (std::isnan(number)) return ".nan";
    if (std::isinf(number)) return number < 0 ? "-.inf" : ".inf";
    const auto narrow = static_cast<float>(number);
    return std::isinf(narrow) ? (narrow < 0 ? "-.inf" : ".inf") : format_float32(narrow);
  }
  fail(fmt::format("unsupported map key of type {}", value.is_nil() ? "null" : value.type_name()));
}

}  // namespace gimlet::yaml
