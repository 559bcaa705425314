#include <array>

#include "core/template/funcs.hpp"
#include "core/util/error.hpp"
#include "core/value/format.hpp"

namespace gimlet::tmpl {
namespace {

enum class BasicKind : std::uint8_t { none, boolean, complex, integer, floating, string, unsigned_integer };

BasicKind basic_kind(const Operand& operand) {
  const Value& value = operand.get();
  switch (value.kind()) {
    case Value::Kind::boolean:
      return BasicKind::boolean;
    case Value::Kind::integer:
      return value.as_int().type >= IntType::uint ? BasicKind::unsigned_integer : BasicKind::integer;
    case Value::Kind::floating:
      return BasicKind::floating;
    case Value::Kind::complex:
      return BasicKind::complex;
    case Value::Kind::string:
      return BasicKind::string;
    default:
      return BasicKind::none;
  }
}

bool both_integers(BasicKind a, BasicKind b) {
  const auto is_integer = [](BasicKind kind) {
    return kind == BasicKind::integer || kind == BasicKind::unsigned_integer;
  };
  return is_integer(a) && is_integer(b);
}

// -1, 0 or 1, whatever the sign of the two types.
int compare_integers(const Integer& a, const Integer& b) {
  const bool a_negative = a.type < IntType::uint && a.value < 0;
  const bool b_negative = b.type < IntType::uint && b.value < 0;
  if (a_negative != b_negative) return a_negative ? -1 : 1;
  const auto left = static_cast<std::uint64_t>(a.value);
  const auto right = static_cast<std::uint64_t>(b.value);
  return left < right ? -1 : left > right ? 1 : 0;
}

[[noreturn]] void incompatible(const Operand& a, const Operand& b) {
  throw Error(ErrorCode::bad_input,
              "incompatible types for comparison: " + a.get().type_name() + " and " + b.get().type_name());
}

std::string as_text(const Value& value) {
  const std::array<Value, 1> operands{value};
  return format_printf("%s", operands);
}

[[noreturn]] void not_comparable(const Value& value) {
  throw Error(ErrorCode::bad_input, "non-comparable type " + as_text(value) + ": " + value.type_name());
}

bool has_no_equality(const Value& value) {
  return value.is_list() || value.is_map();
}

// Two values of one kind that is not basic, or one of them nil.
bool equal_others(const Value& a, const Value& b) {
  if (a.is_nil() || b.is_nil()) return a.is_nil() && b.is_nil();
  if (a.type_name() != b.type_name() && (has_no_equality(a) || has_no_equality(b))) {
    throw Error(ErrorCode::bad_input, "non-comparable types " + as_text(a) + ": " + a.type_name() + ", " +
                                          b.type_name() + ": " + as_text(b));
  }
  if (has_no_equality(b)) not_comparable(b);
  return a.is_object() && b.is_object() && &a.as_object() == &b.as_object();
}

bool equal_basic(const Value& a, const Value& b, BasicKind kind) {
  switch (kind) {
    case BasicKind::boolean:
      return a.as_bool() == b.as_bool();
    case BasicKind::complex:
      return a.as_complex() == b.as_complex();
    case BasicKind::floating:
      return a.as_float() == b.as_float();
    case BasicKind::string:
      return a.as_string() == b.as_string();
    default:
      return compare_integers(a.as_int(), b.as_int()) == 0;
  }
}

bool equals(const Operand& a, const Operand& b) {
  const BasicKind left = basic_kind(a);
  const BasicKind right = basic_kind(b);
  if (left == BasicKind::none && right == BasicKind::none) return equal_others(a.get(), b.get());
  if (left == right || both_integers(left, right)) return equal_basic(a.get(), b.get(), left);
  if (!a.is_nil() && !b.is_nil()) incompatible(a, b);
  return false;
}

}  // namespace

bool equals_any(const std::vector<Operand>& arguments) {
  if (arguments.size() < 2) throw Error(ErrorCode::bad_input, "missing argument for comparison");
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    if (equals(arguments[0], arguments[i])) return true;
  }
  return false;
}

bool less(const Operand& left, const Operand& right) {
  const BasicKind a = basic_kind(left);
  const BasicKind b = basic_kind(right);
  const auto invalid = [] { return Error(ErrorCode::bad_input, "invalid type for comparison"); };
  if (a == BasicKind::none || b == BasicKind::none) throw invalid();
  if (both_integers(a, b)) return compare_integers(left.get().as_int(), right.get().as_int()) < 0;
  if (a != b) incompatible(left, right);
  if (a == BasicKind::floating) return left.get().as_float() < right.get().as_float();
  if (a == BasicKind::string) return left.get().as_string() < right.get().as_string();
  throw invalid();
}

}  // namespace gimlet::tmpl
