#include "core/sprig/convert.hpp"

#include <limits>

#include <fmt/format.h>

#include "core/go/strconv.hpp"
#include "core/util/error.hpp"
#include "core/value/format.hpp"

namespace gimlet::sprig {
namespace {

constexpr int max_depth = 1000;

// "1.00" is "1" to spf13/cast, and so is "1.0."; "1.5" stays.
std::string_view without_zero_fraction(std::string_view text) {
  bool zero = false;
  for (std::size_t i = text.size(); i > 0; --i) {
    if (text[i - 1] == '.' && zero) return text.substr(0, i - 1);
    if (text[i - 1] != '.' && text[i - 1] != '0') return text;
    zero = zero || text[i - 1] == '0';
  }
  return text;
}

// Go's int64(float64) on amd64.
std::int64_t cut_off(double value) {
  constexpr double beyond = 9223372036854775808.0;
  if (value >= -beyond && value < beyond) return static_cast<std::int64_t>(value);
  return std::numeric_limits<std::int64_t>::min();
}

bool is_unsigned64(const Integer& integer) {
  return integer.type == IntType::uint || integer.type == IntType::uint64;
}

bool lists_equal(const List& a, const List& b, int depth);
bool maps_equal(const Map& a, const Map& b, int depth);

bool deep_equal(const Value& a, const Value& b, int depth) {
  if (depth > max_depth) fail("deepEqual: nested too deep, or a cycle");
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Value::Kind::nil:
      return true;
    case Value::Kind::boolean:
      return a.as_bool() == b.as_bool();
    case Value::Kind::integer:
      return a.as_int().type == b.as_int().type && a.as_int().value == b.as_int().value;
    case Value::Kind::floating:
      return a.as_float() == b.as_float();
    case Value::Kind::complex:
      return a.as_complex() == b.as_complex();
    case Value::Kind::string:
      return a.as_string() == b.as_string();
    case Value::Kind::list:
      return lists_equal(a.as_list(), b.as_list(), depth);
    case Value::Kind::map:
      return maps_equal(a.as_map(), b.as_map(), depth);
    case Value::Kind::object:
      return &a.as_object() == &b.as_object() ||
             (a.type_name() == b.type_name() && a.as_object().print() == b.as_object().print());
  }
  return false;
}

bool lists_equal(const List& a, const List& b, int depth) {
  if (&a == &b) return true;
  if (a.element != b.element || a.nil != b.nil || a.items.size() != b.items.size()) return false;
  for (std::size_t i = 0; i < a.items.size(); ++i) {
    if (!deep_equal(a.items[i], b.items[i], depth + 1)) return false;
  }
  return true;
}

bool maps_equal(const Map& a, const Map& b, int depth) {
  if (&a == &b) return true;
  if (a.element != b.element || a.nil != b.nil || a.entries.size() != b.entries.size()) return false;
  auto other = b.entries.begin();
  for (const auto& [key, value] : a.entries) {
    if (key != other->first || !deep_equal(value, other->second, depth + 1)) return false;
    ++other;
  }
  return true;
}

}  // namespace

void fail(const std::string& message) {
  throw Error(ErrorCode::bad_input, message);
}

std::string to_text(const Value& value) {
  if (value.is_string()) return value.as_string();
  if (value.is_list() && value.as_list().element == ElementType::byte) {
    std::string bytes;
    for (const auto& item : value.as_list().items) bytes += static_cast<char>(item.as_int().value);
    return bytes;
  }
  return format_value(value);
}

std::int64_t to_int64(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::boolean:
      return value.as_bool() ? 1 : 0;
    case Value::Kind::integer:
      return value.as_int().value;
    case Value::Kind::floating:
      return cut_off(value.as_float());
    case Value::Kind::string:
      return go::parse_int(without_zero_fraction(value.as_string())).value_or(0);
    default:
      return 0;
  }
}

double to_float(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::boolean:
      return value.as_bool() ? 1 : 0;
    case Value::Kind::integer:
      if (is_unsigned64(value.as_int())) {
        return static_cast<double>(static_cast<std::uint64_t>(value.as_int().value));
      }
      return static_cast<double>(value.as_int().value);
    case Value::Kind::floating:
      return value.as_float();
    case Value::Kind::string:
      return go::parse_float(value.as_string()).value_or(0);
    default:
      return 0;
  }
}

std::int64_t decimal_int64(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return 0;
  constexpr std::uint64_t beyond = std::uint64_t{1} << 63U;
  std::uint64_t size = 0;
  for (const char c : text) {
    const auto digit = static_cast<std::uint64_t>(c - '0');
    size = size > (beyond - digit) / 10 ? beyond : size * 10 + digit;
  }
  if (negative) return static_cast<std::int64_t>(0 - size);
  return size == beyond ? INT64_MAX : static_cast<std::int64_t>(size);
}

bool is_empty(const Value& value) {
  if (value.is_object()) {
    const Value underlying = value.as_object().underlying();
    return !underlying.is_nil() && is_empty(underlying);
  }
  return !value.truth();
}

std::string kind_name(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::nil:
      return "invalid";
    case Value::Kind::list:
      return "slice";
    case Value::Kind::map:
      return "map";
    case Value::Kind::object: {
      if (value.type_name().starts_with("*")) return "ptr";
      const Value underlying = value.as_object().underlying();
      return underlying.is_nil() ? "struct" : kind_name(underlying);
    }
    default:
      return value.type_name();
  }
}

bool deep_equal(const Value& a, const Value& b) {
  return deep_equal(a, b, 0);
}

std::vector<std::string> to_texts(const Value& value) {
  std::vector<std::string> texts;
  if (value.is_nil()) return texts;
  if (!value.is_list()) return {to_text(value)};
  for (const auto& item : value.as_list().items) {
    if (!item.is_nil()) texts.push_back(to_text(item));
  }
  return texts;
}

Value text_list(const std::vector<std::string>& texts) {
  return Value::list({texts.begin(), texts.end()}, ElementType::string);
}

void check_text_size(std::size_t bytes) {
  if (bytes > max_text_bytes) fail(fmt::format("the result has more than {} bytes", max_text_bytes));
}

void check_list_size(std::size_t items) {
  if (items > max_list_items) fail(fmt::format("the result has more than {} elements", max_list_items));
}

std::string repeated(std::string_view text, std::int64_t count) {
  if (count < 0) fail("strings: negative Repeat count");
  const auto times = static_cast<std::size_t>(count);
  if (times > 0 && text.size() > max_text_bytes / times) check_text_size(max_text_bytes + 1);
  std::string result;
  result.reserve(text.size() * times);
  for (std::size_t i = 0; i < times && !text.empty(); ++i) result += text;
  return result;
}

}  // namespace gimlet::sprig
