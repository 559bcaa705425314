#include "core/util/unicode.hpp"

#include <algorithm>
#include <cstdint>

#include "core/util/unicode_printable.hpp"
#include "core/util/unicode_tables.hpp"

namespace gimlet::unicode {
namespace {

constexpr char32_t ascii_end = 0x80;

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

template <std::size_t N>
bool is_in(const std::array<tables::Range, N>& ranges, char32_t code) {
  const auto after = std::upper_bound(ranges.begin(), ranges.end(), code,
                                      [](char32_t c, const auto& range) { return c < range.first; });
  return after != ranges.begin() && code <= std::prev(after)->last;
}

template <std::size_t N>
char32_t mapped(const std::array<tables::CaseRun, N>& runs, char32_t code) {
  const auto after = std::upper_bound(runs.begin(), runs.end(), code,
                                      [](char32_t c, const auto& run) { return c < run.first; });
  if (after == runs.begin()) return code;
  const auto& run = *std::prev(after);
  if (code > run.last || (code - run.first) % static_cast<char32_t>(run.stride) != 0) return code;
  return static_cast<char32_t>(static_cast<std::int64_t>(code) + run.delta);
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
  return is_in(tables::letters, code);
}

bool is_digit(char32_t code) {
  if (code < ascii_end) return code >= '0' && code <= '9';
  return is_in(tables::digits, code);
}

bool is_number(char32_t code) {
  return is_in(tables::numbers, code);
}

bool is_punctuation(char32_t code) {
  return is_in(tables::punctuation, code);
}

bool is_upper(char32_t code) {
  if (code < ascii_end) return code >= 'A' && code <= 'Z';
  return is_in(tables::upper_case, code);
}

bool is_space(char32_t code) {
  if (code < ascii_end) return code == ' ' || (code >= '\t' && code <= '\r');
  return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
         code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

char32_t to_upper(char32_t code) {
  if (code < ascii_end) return code >= 'a' && code <= 'z' ? code - ('a' - 'A') : code;
  return mapped(tables::to_upper_runs, code);
}

char32_t to_lower(char32_t code) {
  if (code < ascii_end) return code >= 'A' && code <= 'Z' ? code + ('a' - 'A') : code;
  return mapped(tables::to_lower_runs, code);
}

char32_t to_title(char32_t code) {
  if (code < ascii_end) return to_upper(code);
  return mapped(tables::to_title_runs, code);
}

bool is_printable(char32_t code) {
  if (code < ascii_end) return code >= 0x20 && code < 0x7F;
  return is_in(tables::printable, code);
}

}  // namespace gimlet::unicode
