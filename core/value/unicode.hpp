#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// UTF-8 and the two character classes that Go's quoting and template names need.
namespace gimlet {

struct Rune {
  char32_t value = 0;
  int size = 0;  // bytes taken; 0 only at the end of the text
};

// The first character of text. A byte that starts no valid UTF-8 gives U+FFFD and size 1, as Go's
// utf8.DecodeRune.
Rune decode_rune(std::string_view text);
// Appends c in UTF-8; U+FFFD for what is no character.
void append_rune(std::string& out, char32_t c);
// Characters in text, an invalid byte counting as one.
std::size_t rune_count(std::string_view text);

// Go's unicode.IsPrint: letters, marks, numbers, punctuation, symbols and the ASCII space.
bool is_printable(char32_t c);
// A letter, a decimal digit or '_': what a name in a template is made of.
bool is_alphanumeric(char32_t c);

}  // namespace gimlet
