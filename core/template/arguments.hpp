#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/template/function.hpp"
#include "core/util/error.hpp"

// How implementations of functions (and methods of Objects) look at their arguments. In Go a function has
// parameters with types, and text/template checks them before the call, with messages of its own that carry
// no "error calling NAME: ". Here the implementation asks for a type and the exceptions below carry what
// text/template would have said. Look at all arguments before the first side effect and before moving from
// any: when the argument is a literal number that converts (trunc 3.0), the executor converts it and calls
// again.
namespace gimlet::tmpl {

// What text/template itself would refuse: printed without "error calling NAME: ".
class CallError : public Error {
 public:
  explicit CallError(std::string message) : Error(ErrorCode::bad_input, std::move(message)) {}
};

// Argument `index` (from 0) has not the Go type `expected`. On its own it says "wrong type for value;
// expected string; got int"; the executor says, as Go does, "expected string; found 5" for a literal, "cannot
// assign nil to string" for nil and "wrong type for value; expected string; got interface {}" for an empty
// field.
class ArgumentError : public CallError {
 public:
  ArgumentError(std::size_t index, std::string expected, const Value& got);
  [[nodiscard]] std::size_t index() const { return index_; }
  [[nodiscard]] const std::string& expected() const { return expected_; }

 private:
  std::size_t index_;
  std::string expected_;
};

// Each returns argument i or throws ArgumentError. i must be below the function's min_arguments, or checked.
const std::string& string_argument(const Arguments& arguments, std::size_t i);
bool bool_argument(const Arguments& arguments, std::size_t i);
std::int64_t int_argument(const Arguments& arguments, std::size_t i);    // Go's int, no other width
std::int64_t int64_argument(const Arguments& arguments, std::size_t i);  // Go's int64
std::uint32_t uint32_argument(const Arguments& arguments, std::size_t i);
double float_argument(const Arguments& arguments, std::size_t i);  // float64
// map[string]interface{} and []interface{}; the reference counts, so that the caller may keep it.
const std::shared_ptr<Map>& map_argument(const Arguments& arguments, std::size_t i);
const std::shared_ptr<List>& list_argument(const Arguments& arguments, std::size_t i);

// For methods of Objects: throws "wrong number of args for NAME: want 1 got 0".
void expect_arguments(const Arguments& arguments, std::size_t wanted, std::string_view name);

}  // namespace gimlet::tmpl
