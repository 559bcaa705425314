#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/value/value.hpp"

// Go's package fmt for Value. Nothing here fails but for a value nested too deep to print (Error, bad_input):
// what is wrong with a format is printed as Go prints it, "%!d(string=x)".
namespace gimlet {

// fmt.Sprint: operands side by side, a space between two that are both no strings.
std::string format_print(std::span<const Value> operands);
// fmt.Sprintln: a space between all operands, and a newline.
std::string format_println(std::span<const Value> operands);
// fmt.Sprintf: all verbs, flags, widths, precisions, * and [n].
std::string format_printf(std::string_view format, std::span<const Value> operands);

// Appends value as %v.
void append_value(std::string& out, const Value& value);
// value as %v: "<nil>", "map[a:1]", "[1 2]", "1e+06".
std::string format_value(const Value& value);
// What {{ . }} prints: "<no value>" for nil, else %v.
void append_printed(std::string& out, const Value& value);

}  // namespace gimlet
