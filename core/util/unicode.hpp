#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gimlet::unicode {

inline constexpr char32_t replacement_rune = 0xFFFD;

// One code point of a text and how many bytes it takes; U+FFFD and 1 for a byte that is not valid UTF-8, as
// Go's utf8.DecodeRune has it.
struct Rune {
  char32_t code = 0;
  std::size_t length = 0;

  [[nodiscard]] bool valid() const { return length != 1 || code != replacement_rune; }
};

// The code point at `at`, which must be inside the text.
Rune decode(std::string_view text, std::size_t at);
// Every code point of a text, as Go's []rune(text).
std::u32string to_runes(std::string_view text);
// How many code points a text has, a byte that is not valid UTF-8 counting as one.
std::size_t count(std::string_view text);
// Appends a code point as UTF-8; what is no code point becomes U+FFFD.
void append(std::string& text, char32_t code);
std::string to_utf8(std::u32string_view runes);

// Go's unicode package (Unicode 15.0): categories L, Nd, N, P and Lu, White_Space, and the simple case
// mappings.
bool is_letter(char32_t code);
bool is_digit(char32_t code);
bool is_number(char32_t code);
bool is_punctuation(char32_t code);
bool is_upper(char32_t code);
bool is_space(char32_t code);
char32_t to_upper(char32_t code);
char32_t to_lower(char32_t code);
char32_t to_title(char32_t code);

// Go's unicode.IsPrint: categories L, M, N, P and S, and the ASCII space.
bool is_printable(char32_t code);

}  // namespace gimlet::unicode
