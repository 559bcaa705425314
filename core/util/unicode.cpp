#include "core/util/unicode.hpp"

#include <utf8proc.h>

namespace gimlet::unicode {
namespace {

constexpr char32_t ascii_end = 0x80;
// utf8proc makes U+1E9E of it; in UnicodeData.txt, and so in Go, it has no upper case.
constexpr char32_t sharp_s = 0xDF;

unsigned byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

// The bytes a lead byte announces, and the range its second byte must be in (which excludes overlong forms
// and surrogates). 0 for what is no lead byte.
struct Lead {
  std::size_t length = 0;
  unsigned second_min = 0x80;
  unsigned second_max = 0xBF;
};

Lead lead_of(unsigned byte) {
  if (byte < 0x80) return {1};
  if (byte >= 0xC2 && byte <= 0xDF) return {2};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {3};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte >= 0xF1 && byte <= 0xF3) return {4};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {0};
}

// What UnicodeData.txt says of a code point. utf8proc knows Unicode 15.0, as Go 1.21 to 1.26 do.
bool is_between(char32_t code, utf8proc_category_t first, utf8proc_category_t last) {
  const utf8proc_category_t category = utf8proc_category(static_cast<utf8proc_int32_t>(code));
  return category >= first && category <= last;
}

}  // namespace

Rune decode(std::string_view text, std::size_t at) {
  const unsigned first = byte_at(text, at);
  const Lead lead = lead_of(first);
  if (lead.length == 1) return {first, 1};
  const unsigned second = byte_at(text, at + 1);
  if (lead.length == 0 || second < lead.second_min || second > lead.second_max) return {replacement_rune, 1};
  char32_t code = first & (0xFFU >> (lead.length + 1));
  code = (code << 6U) | (second & 0x3FU);
  for (std::size_t i = 2; i < lead.length; ++i) {
    const unsigned byte = byte_at(text, at + i);
    if ((byte & 0xC0U) != 0x80U) return {replacement_rune, 1};
    code = (code << 6U) | (byte & 0x3FU);
  }
  return {code, lead.length};
}

std::u32string to_runes(std::string_view text) {
  std::u32string runes;
  runes.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Rune rune = decode(text, at);
    runes += rune.code;
    at += rune.length;
  }
  return runes;
}

std::size_t count(std::string_view text) {
  std::size_t runes = 0;
  for (std::size_t at = 0; at < text.size(); ++runes) at += decode(text, at).length;
  return runes;
}

void append(std::string& text, char32_t code) {
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (surrogate || code > 0x10FFFF) code = replacement_rune;
  const auto continuation = [&](unsigned shift) {
    text += static_cast<char>(0x80U | ((code >> shift) & 0x3FU));
  };
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else if (code < 0x800) {
    text += static_cast<char>(0xC0U | (code >> 6U));
    continuation(0);
  } else if (code < 0x10000) {
    text += static_cast<char>(0xE0U | (code >> 12U));
    continuation(6);
    continuation(0);
  } else {
    text += static_cast<char>(0xF0U | (code >> 18U));
    continuation(12);
    continuation(6);
    continuation(0);
  }
}

std::string to_utf8(std::u32string_view runes) {
  std::string text;
  text.reserve(runes.size());
  for (const char32_t code : runes) append(text, code);
  return text;
}

bool is_letter(char32_t code) {
  if (code < ascii_end) return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
  return is_between(code, UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LO);
}

bool is_digit(char32_t code) {
  if (code < ascii_end) return code >= '0' && code <= '9';
  return is_between(code, UTF8PROC_CATEGORY_ND, UTF8PROC_CATEGORY_ND);
}

bool is_number(char32_t code) {
  return is_between(code, UTF8PROC_CATEGORY_ND, UTF8PROC_CATEGORY_NO);
}

bool is_punctuation(char32_t code) {
  return is_between(code, UTF8PROC_CATEGORY_PC, UTF8PROC_CATEGORY_PO);
}

bool is_upper(char32_t code) {
  if (code < ascii_end) return code >= 'A' && code <= 'Z';
  return is_between(code, UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LU);
}

bool is_space(char32_t code) {
  if (code < ascii_end) return code == ' ' || (code >= '\t' && code <= '\r');
  return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
         code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

char32_t to_upper(char32_t code) {
  if (code < ascii_end) return code >= 'a' && code <= 'z' ? code - ('a' - 'A') : code;
  return code == sharp_s ? code
                         : static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(code)));
}

char32_t to_lower(char32_t code) {
  if (code < ascii_end) return code >= 'A' && code <= 'Z' ? code + ('a' - 'A') : code;
  return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(code)));
}

char32_t to_title(char32_t code) {
  if (code < ascii_end) return to_upper(code);
  return code == sharp_s ? code
                         : static_cast<char32_t>(utf8proc_totitle(static_cast<utf8proc_int32_t>(code)));
}

bool is_printable(char32_t code) {
  if (code < ascii_end) return code >= 0x20 && code < 0x7F;
  return is_between(code, UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_SO);
}

}  // namespace gimlet::unicode
