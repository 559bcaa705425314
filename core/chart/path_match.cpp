#include "core/chart/path_match.hpp"

#include "core/util/error.hpp"
#include "core/util/unicode.hpp"

namespace gimlet::chart {
namespace {

using Runes = std::u32string;

[[noreturn]] void bad_pattern() {
  throw Error(ErrorCode::bad_input, "syntax error in pattern");
}

char32_t class_member(const Runes& pattern, std::size_t& at) {
  if (at >= pattern.size() || pattern[at] == U'-' || pattern[at] == U']') bad_pattern();
  if (pattern[at] == U'\\' && ++at >= pattern.size()) bad_pattern();
  return pattern[at++];
}

// Reads "[…]" at `at` and moves behind it.
bool class_matches(const Runes& pattern, std::size_t& at, char32_t c) {
  ++at;
  const bool negated = at < pattern.size() && pattern[at] == U'^';
  if (negated) ++at;
  bool found = false;
  for (bool first = true;; first = false) {
    if (at < pattern.size() && pattern[at] == U']' && !first) break;
    const char32_t low = class_member(pattern, at);
    char32_t high = low;
    if (at < pattern.size() && pattern[at] == U'-') high = class_member(pattern, ++at);
    if (at >= pattern.size()) bad_pattern();
    if (low <= c && c <= high) found = true;
  }
  ++at;
  return found != negated;
}

// Takes one element of the pattern other than "*" against a character; false if it does not match. An absent
// character (the text is over) only checks the pattern.
bool take_one(const Runes& pattern, std::size_t& at, const char32_t* c) {
  switch (pattern[at]) {
    case U'?':
      ++at;
      return c != nullptr && *c != U'/';
    case U'[': {
      const bool match = class_matches(pattern, at, c == nullptr ? U'\0' : *c);
      return c != nullptr && *c != U'/' && match;
    }
    case U'\\':
      if (++at >= pattern.size()) bad_pattern();
      [[fallthrough]];
    default:
      return c != nullptr && pattern[at++] == *c;
  }
}

}  // namespace

bool path_match(std::string_view pattern_text, std::string_view path) {
  if (pattern_text.find_first_of("*?[\\") == std::string_view::npos) return pattern_text == path;
  const Runes pattern = unicode::to_runes(pattern_text);
  const Runes text = unicode::to_runes(path);
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star =
      Runes::npos;  // the last "*" and where its match began: a later one makes going back further needless
  std::size_t mark = 0;
  while (t < text.size() || p < pattern.size()) {
    if (p < pattern.size() && pattern[p] == U'*') {
      star = p++;
      mark = t;
      continue;
    }
    if (p < pattern.size()) {
      std::size_t next = p;
      if (take_one(pattern, next, t < text.size() ? &text[t] : nullptr)) {
        p = next;
        ++t;
        continue;
      }
    }
    if (star == Runes::npos || mark >= text.size() || text[mark] == U'/') return false;
    t = ++mark;
    p = star + 1;
  }
  return true;
}

}  // namespace gimlet::chart
