#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/value/value.hpp"

// The conversions sprig's functions make of their arguments.
namespace gimlet::sprig {

// sprig's strval: a string as it is, bytes as text, everything else as %v ("<nil>", "map[a:1]").
std::string to_text(const Value& value);

// spf13/cast's ToInt64 and ToFloat64: strings by Go's number syntax (0x10, 010; "1.0" but not "1.9" is an
// integer), booleans 0 and 1, floats cut off; 0 for what is no number.
std::int64_t to_int64(const Value& value);
double to_float(const Value& value);

// strconv.ParseInt with base 10, its error ignored: 0 for what is no number, the largest or smallest int64
// beyond.
std::int64_t decimal_int64(std::string_view text);

// sprig's empty: nil, false, 0 and what has length 0. A struct is never empty.
bool is_empty(const Value& value);

// reflect.Kind: "invalid" for nil, "slice", "map", "struct", "int", "float64", …
std::string kind_name(const Value& value);

// reflect.DeepEqual: types and values.
bool deep_equal(const Value& a, const Value& b);

// What sprig's join and sortAlpha make of a value: a list's elements as text, without nil; one text of
// anything else.
std::vector<std::string> to_texts(const Value& value);
// A Go []string.
Value text_list(const std::vector<std::string>& texts);

// Throws bad_input with what Go would say ("runtime error: …").
[[noreturn]] void fail(const std::string& message);

// The most a function makes of small arguments: bytes of text, elements of a list.
inline constexpr std::size_t max_text_bytes = std::size_t{64} * 1024 * 1024;
inline constexpr std::size_t max_list_items = 1'000'000;
// Throws if a text or list gets larger than that.
void check_text_size(std::size_t bytes);
void check_list_size(std::size_t items);

// strings.Repeat, with its error for a negative count.
std::string repeated(std::string_view text, std::int64_t count);

}  // namespace gimlet::sprig
