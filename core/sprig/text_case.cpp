#include <algorithm>

#include "core/sprig/convert.hpp"
#include "core/sprig/families.hpp"
#include "core/util/unicode.hpp"

namespace gimlet::sprig {
namespace {

using tmpl::int_argument;
using tmpl::string_argument;

template <class Map>
std::string mapped(std::string_view text, Map map) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const unicode::Rune rune = unicode::decode(text, at);
    unicode::append(result, map(rune.code));
    at += rune.length;
  }
  return result;
}

// strings.Title's idea of what ends a word: in ASCII all but letters, digits and underscores, elsewhere only
// spaces.
bool ends_word(char32_t c) {
  if (c < 0x80) return !unicode::is_letter(c) && !unicode::is_digit(c) && c != U'_';
  return !unicode::is_letter(c) && !unicode::is_digit(c) && unicode::is_space(c);
}

std::string titled(std::string_view text) {
  char32_t previous = U' ';
  return mapped(text, [&](char32_t c) {
    const bool begins_word = ends_word(previous);
    previous = c;
    return begins_word ? unicode::to_title(c) : c;
  });
}

std::string untitled(std::string_view text) {
  bool begins_word = true;
  return mapped(text, [&](char32_t c) {
    if (unicode::is_space(c)) {
      begins_word = true;
      return c;
    }
    const char32_t result = begins_word ? unicode::to_lower(c) : c;
    begins_word = false;
    return result;
  });
}

std::string case_swapped(std::string_view text) {
  bool begins_word = true;
  return mapped(text, [&](char32_t c) {
    const bool upper = unicode::to_lower(c) != c;
    const bool lower = !upper && unicode::to_upper(c) != c;
    char32_t result = c;
    if (upper) {
      result = unicode::to_lower(c);
    } else if (lower) {
      result = begins_word ? unicode::to_title(c) : unicode::to_upper(c);
    }
    begins_word = upper || lower ? false : unicode::is_space(c);
    return result;
  });
}

// The first byte of every word: goutils takes bytes for characters of Latin-1.
std::string initials_of(std::string_view text) {
  std::string result;
  bool begins_word = true;
  for (const char c : text) {
    const auto code = static_cast<char32_t>(static_cast<unsigned char>(c));
    const bool gap = unicode::is_space(code);
    if (!gap && begins_word) unicode::append(result, code);
    begins_word = gap;
  }
  return result;
}

// goutils' WrapCustom: lines of at most `width` bytes, broken at spaces, and inside long words if asked to.
std::string wrapped(std::string_view text, std::int64_t wanted_width, std::string_view line_end,
                    bool cut_words) {
  const auto width = static_cast<std::size_t>(std::clamp<std::int64_t>(wanted_width, 1, max_text_bytes));
  if (line_end.empty()) line_end = "\n";
  std::string result;
  while (text.size() > width) {
    check_text_size(result.size());
    if (text[0] == ' ') {
      text.remove_prefix(1);
      continue;
    }
    const std::size_t space = text.substr(0, width + 1).rfind(' ');
    if (space != std::string_view::npos) {
      result.append(text.substr(0, space)).append(line_end);
      text.remove_prefix(space + 1);
    } else if (cut_words) {
      result.append(text.substr(0, width)).append(line_end);
      text.remove_prefix(width);
    } else {
      const std::size_t next = text.find(' ', width);
      if (next == std::string_view::npos) return result.append(text);
      result.append(text.substr(0, next)).append(line_end);
      text.remove_prefix(next + 1);
    }
  }
  return result.append(text);
}

// Fit for a DNS label and Helm's limit on release names.
std::string dns_name(std::string_view text) {
  constexpr std::size_t max_length = 53;
  std::string result;
  for (const char c : mapped(text, unicode::to_lower)) {
    const bool allowed = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
    if (allowed) {
      result += c;
    } else if (!result.ends_with('-')) {
      result += '-';
    }
  }
  if (result.size() > max_length) result.resize(max_length);
  if (result.ends_with('-')) result.pop_back();
  if (result.starts_with('-')) result.erase(0, 1);
  return result;
}

}  // namespace

void add_text_case(FunctionTable& table) {
  define(table, "upper TEXT", "TEXT in upper case.",
         [](Arguments& a) -> Value { return mapped(string_argument(a, 0), unicode::to_upper); });
  define(table, "lower TEXT", "TEXT in lower case.",
         [](Arguments& a) -> Value { return mapped(string_argument(a, 0), unicode::to_lower); });
  define(table, "title TEXT", "TEXT with every word's first letter in title case.",
         [](Arguments& a) -> Value { return titled(string_argument(a, 0)); });
  define(table, "untitle TEXT", "TEXT with every word's first letter in lower case.",
         [](Arguments& a) -> Value { return untitled(string_argument(a, 0)); });
  define(table, "swapcase TEXT", "TEXT with upper and lower case swapped.",
         [](Arguments& a) -> Value { return case_swapped(string_argument(a, 0)); });
  define(table, "initials TEXT", "The first letter of every word.",
         [](Arguments& a) -> Value { return initials_of(string_argument(a, 0)); });
  define(table, "wrap WIDTH TEXT", "TEXT in lines of at most WIDTH bytes where words allow it.",
         [](Arguments& a) -> Value {
           const std::int64_t width = int_argument(a, 0);
           return wrapped(string_argument(a, 1), width, "", false);
         });
  define(table, "wrapWith WIDTH LINE_END TEXT", "TEXT in lines of at most WIDTH bytes, long words cut.",
         [](Arguments& a) -> Value {
           const std::int64_t width = int_argument(a, 0);
           const auto& line_end = string_argument(a, 1);
           return wrapped(string_argument(a, 2), width, line_end, true);
         });
  define(table, "sanitizeDNSName TEXT",
         "TEXT in lower case, all but letters and digits as dashes, at most 53 characters.",
         [](Arguments& a) -> Value { return dns_name(string_argument(a, 0)); });
}

}  // namespace gimlet::sprig
