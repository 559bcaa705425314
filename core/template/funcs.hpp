#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/template/operand.hpp"

// The functions every template has (Go's text/template/funcs.go). The executor itself does `and` and `or`,
// which do not evaluate all of their arguments.
namespace gimlet::tmpl {

enum class Builtin : std::uint8_t {
  none,
  and_,
  call,
  eq,
  ge,
  gt,
  html,
  index,
  js,
  le,
  len,
  lt,
  ne,
  not_,
  or_,
  print,
  printf,
  println,
  slice,
  urlquery
};

Builtin find_builtin(std::string_view name);

struct Arity {
  int least;
  bool more;  // variadic
};
Arity arity_of(Builtin builtin);

// Throws Error (bad_input) with Go's message. printf's first argument must have been found to be a string.
// call_name: for `call`, the text of what is called.
Operand call_builtin(Builtin builtin, std::vector<Operand>& arguments, const std::string& call_name);

// Comparisons (compare.cpp). Throw "incompatible types for comparison: int and float64" and the like.
bool equals_any(const std::vector<Operand>& arguments);
bool less(const Operand& left, const Operand& right);

// Escapers (escape.cpp).
std::string escape_html(std::string_view text);
std::string escape_js(std::string_view text);

// Go's zero value of a map's element type.
Value zero_of(ElementType type);

// A map, list or string behind an object of the host; other values themselves.
Value indirect(const Value& value);

}  // namespace gimlet::tmpl
