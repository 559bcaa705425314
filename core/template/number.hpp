#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/value/value.hpp"

namespace gimlet::tmpl {

// A number as a template writes it.
struct NumberLiteral {
  std::optional<Value> value;  // int, float64 or complex128; none if it does not fit an int
  std::string error;           // Go's message if it is malformed, else empty
};

// 1, -0x1F, 0b11, 1_000, 1.5e3, 0x1p-2, 2i, 1+2i.
NumberLiteral read_number(std::string_view text);
// 'a', '\n', '\u00e9'.
NumberLiteral read_char(std::string_view text);

}  // namespace gimlet::tmpl
