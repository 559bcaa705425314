#pragma once

#include <string>
#include <string_view>

#include "core/util/unicode.hpp"

// The classes of characters that TOML's grammar speaks of.
namespace gimlet::toml {

inline constexpr char32_t end_of_text = 0;

inline bool is_blank(char32_t c) {
  return c == U' ' || c == U'\t';
}
inline bool is_line_end(char32_t c) {
  return c == U'\n' || c == U'\r';
}
inline bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
inline bool is_hex(char32_t c) {
  return is_digit(c) || ((c | 0x20U) >= U'a' && (c | 0x20U) <= U'f');
}
inline bool is_bare(char32_t c) {
  return is_digit(c) || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || c == U'_' || c == U'-';
}
inline bool is_one_of(char32_t c, std::u32string_view set) {
  return set.find(c) != std::u32string_view::npos;
}

inline std::string utf8(char32_t c) {
  return unicode::to_utf8(std::u32string(1, c));
}

}  // namespace gimlet::toml
