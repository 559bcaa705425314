// The scanner's strings.

#include <algorithm>

#include <fmt/format.h>

#include "core/go/strconv.hpp"
#include "core/toml/characters.hpp"
#include "core/toml/scanner.hpp"
#include "core/util/unicode.hpp"

namespace gimlet::toml {
namespace {

std::string without_first_line_end(std::string text) {
  if (text.starts_with('\n')) return text.substr(1);
  if (text.starts_with("\r\n")) return text.substr(2);
  return text;
}

// Drops each backslash at the end of a line with all white space behind it.
std::string without_escaped_line_ends(std::string_view text) {
  std::string result;
  std::size_t at = 0;
  for (;;) {
    const auto backslash = text.find('\\', at);
    if (backslash == std::string_view::npos) return result.append(text);
    if (text.substr(backslash + 1).starts_with('\\')) {
      at = backslash + 2;
      continue;
    }
    const auto after = std::min(text.find_first_not_of(" \t\r\n", backslash + 1), text.size());
    if (text.substr(backslash, after - backslash).find('\n') == std::string_view::npos) {
      at = backslash + 1;
      continue;
    }
    result += text.substr(0, backslash);
    text.remove_prefix(after);
    at = 0;
  }
}

}  // namespace

// Up to the closing quote; the opening one is taken.
Token Scanner::text(char32_t quote) {
  for (;;) {
    const char32_t c = next();
    if (c == end_of_text)
      fail(quote == U'"' ? "unexpected EOF; expected '\"'" : "unexpected EOF; expected \"'\"");
    if (is_line_end(c)) fail_in_line_before("strings cannot contain newlines");
    if (c == quote) break;
    if (c == U'\\' && quote == U'"') escape();
  }
  std::string content(text_.substr(start_, at_ - 1 - start_));
  start_ = at_;
  return token(Token::Kind::text, quote == U'"' ? unescaped(content) : content);
}

// Up to three closing quotes.
Token Scanner::lines(char32_t quote) {
  start_ = at_;
  for (;;) {
    const char32_t c = next();
    if (c == end_of_text) {
      fail(quote == U'"' ? "unexpected EOF; expected '\"\"\"'" : "unexpected EOF; expected \"'''\"");
    }
    if (c == quote && closes_lines(quote)) break;
    if (c != U'\\' || quote != U'"') continue;
    if (is_line_end(next())) continue;
    back();
    escape();
  }
  std::string content = without_first_line_end(std::string(text_.substr(start_, at_ - 3 - start_)));
  start_ = at_;
  return token(Token::Kind::text, quote == U'"' ? unescaped(without_escaped_line_ends(content)) : content);
}

// Whether the quote just taken is the first of the closing three, which are taken then. One or two more may
// stand before them.
bool Scanner::closes_lines(char32_t quote) {
  const std::size_t after_first = at_;
  if (!accept(quote) || !accept(quote)) {
    at_ = after_first;
    width_ = 1;
    return false;
  }
  if (peek() != quote) return true;
  const std::string five(5, static_cast<char>(quote));
  const std::string taken = current();
  if (taken.ends_with(five) && !(quote == U'"' && taken.ends_with("\\" + five))) {
    fail(quote == U'"' ? "unexpected '\"\"\"\"\"\"'" : "unexpected \"''''''\"");
  }
  at_ = after_first;
  width_ = 1;
  return false;
}

// Behind a backslash.
void Scanner::escape() {
  const char32_t c = next();
  if (is_one_of(c, U"ebtnfr\" \t\\")) return;
  if (c == U'x') return hex_digits(2, "two hexadecimal digits after '\\x'");
  if (c == U'u') return hex_digits(4, "four hexadecimal digits after '\\u'");
  if (c == U'U') return hex_digits(8, "eight hexadecimal digits after '\\U'");
  const std::string message = "invalid escape in string '\\" + utf8(c) + "'";
  if (at_end_) fail_in_line_before(message);
  fail(message);
}

void Scanner::hex_digits(int count, const char* words) {
  for (int i = 0; i < count; ++i) {
    if (!is_hex(next())) fail(fmt::format("expected {}, but got {} instead", words, go::quote(current())));
  }
}

std::string Scanner::unescaped(std::string_view text) const {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      result += text[i];
      continue;
    }
    const char c = text[++i];
    constexpr std::string_view names = "btnfre\"\\";
    constexpr std::string_view meanings = "\b\t\n\f\r\x1b\"\\";
    if (const auto known = names.find(c); known != std::string_view::npos) {
      result += meanings[known];
      continue;
    }
    if (c == ' ' || c == '\t') throw Fault{line_, at_, fmt::format("invalid escape: '\\{}'", c)};
    const std::size_t length = c == 'x' ? 2 : c == 'u' ? 4 : 8;
    const std::string_view digits = text.substr(i + 1, length);
    char32_t code = 0;
    for (const char digit : digits) {
      code = code * 16 + static_cast<char32_t>(is_digit(static_cast<char32_t>(digit))
                                                   ? digit - '0'
                                                   : (digit | 0x20) - 'a' + 10);
    }
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
      throw Fault{line_, at_, fmt::format("Escaped character '\\u{}' is not valid UTF-8.", digits)};
    }
    unicode::append(result, code);
    i += length;
  }
  return result;
}

}  // namespace gimlet::toml
