#include "core/sprig/toml_scanner.hpp"

#include <fmt/format.h>

#include "core/util/string.hpp"
#include "core/util/unicode.hpp"
#include "core/value/strconv.hpp"

namespace gimlet::sprig {
namespace {

constexpr char32_t end_of_text = 0;

bool is_blank(char32_t c) {
  return c == U' ' || c == U'\t';
}
bool is_line_end(char32_t c) {
  return c == U'\n' || c == U'\r';
}
bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
bool is_hex(char32_t c) {
  return is_digit(c) || ((c | 0x20U) >= U'a' && (c | 0x20U) <= U'f');
}
bool is_bare(char32_t c) {
  return is_digit(c) || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || c == U'_' || c == U'-';
}
bool is_one_of(char32_t c, std::u32string_view set) {
  return set.find(c) != std::u32string_view::npos;
}

std::string utf8(char32_t c) {
  return unicode::to_utf8(std::u32string(1, c));
}

std::string in_quotes(char32_t c) {
  return c == end_of_text ? "end of file" : "'" + utf8(c) + "'";
}

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

// ---- characters

char32_t TomlScanner::next() {
  if (at_ >= text_.size()) {
    at_end_ = true;
    return end_of_text;
  }
  if (text_[at_] == '\n') ++line_;
  const unicode::Rune rune = unicode::decode(text_, at_);
  if (rune.code == unicode::replacement_rune && rune.length == 1) {
    throw TomlFault{line_,
                    fmt::format("invalid UTF-8 byte: 0x{:02x}", static_cast<unsigned char>(text_[at_]))};
  }
  const bool control =
      (rune.code < 0x20 && !is_blank(rune.code) && !is_line_end(rune.code)) || rune.code == 0x7F;
  if (control || (rune.code == U'\r' && !text_.substr(at_ + 1).starts_with('\n'))) {
    throw TomlFault{line_, fmt::format("TOML files cannot contain control characters: '0x{:02x}'",
                                       static_cast<unsigned>(rune.code))};
  }
  width_ = rune.length;
  at_ += width_;
  return rune.code;
}

void TomlScanner::back() {
  if (at_end_) {
    at_end_ = false;
    return;
  }
  at_ -= width_;
  if (at_ < text_.size() && text_[at_] == '\n') --line_;
}

char32_t TomlScanner::peek() {
  const char32_t c = next();
  back();
  return c;
}

bool TomlScanner::accept(char32_t wanted) {
  if (next() == wanted) return true;
  back();
  return false;
}

void TomlScanner::skip_blanks() {
  while (is_blank(next())) {
  }
  back();
  start_ = at_;
}

void TomlScanner::comment() {
  for (char32_t c = next(); !is_line_end(c) && c != end_of_text; c = next()) {
  }
  back();
  start_ = at_;
}

// ---- faults

void TomlScanner::fail(const std::string& message) const {
  const bool new_line = at_end_ && at_ >= 1 && text_[at_ - 1] == '\n';
  throw TomlFault{new_line ? line_ - 1 : line_, message};
}

void TomlScanner::fail_in_line_before(const std::string& message) const {
  throw TomlFault{line_ - 1, message};
}

void TomlScanner::fail_got(const std::string& expected, char32_t got, const std::string& after) const {
  fail(expected + go_quote_rune(got) + after);
}

TomlToken TomlScanner::token(TomlToken::Kind kind, std::string text) const {
  return {kind, std::move(text), line_};
}

// ---- lines and tables

TomlScanner::Line TomlScanner::begin_line() {
  for (;;) {
    const char32_t c = next();
    start_ = at_;
    if (is_blank(c) || is_line_end(c)) continue;
    if (c == U'#') {
      comment();
      continue;
    }
    if (c == U'[') return Line::table;
    if (c == end_of_text) return Line::end;
    back();
    return Line::key;
  }
}

void TomlScanner::end_line() {
  for (;;) {
    const char32_t c = next();
    if (is_blank(c)) continue;
    if (c == U'#') return comment();
    if (is_line_end(c)) break;
    if (c == end_of_text) return back();
    fail_got("expected a top-level item to end with a newline, comment, or EOF, but got ", c, " instead");
  }
  start_ = at_;
}

bool TomlScanner::is_table_array() {
  if (peek() != U'[') return false;
  next();
  return true;
}

TomlToken TomlScanner::table_name() {
  skip_blanks();
  const char32_t c = peek();
  if (c == U']' || c == end_of_text) fail("unexpected end of table name (table names cannot be empty)");
  if (c == U'.') fail("unexpected table separator (table names cannot be empty)");
  return c == U'"' || c == U'\'' ? quoted_name() : bare();
}

bool TomlScanner::more_table_name() {
  skip_blanks();
  const char32_t c = next();
  if (c != U'.' && c != U']') fail_got("expected '.' or ']' to end table name, but got ", c, " instead");
  return c == U'.';
}

void TomlScanner::end_table_array() {
  const char32_t c = next();
  if (c != U']') fail_got("expected end of table array name delimiter ']', but got ", c, " instead");
}

// ---- keys

void TomlScanner::begin_key() {
  skip_blanks();
  const char32_t c = peek();
  if (c == U'=' || c == end_of_text) fail("unexpected '=': key name appears blank");
  if (c == U'.') fail("unexpected '.': keys cannot start with a '.'");
}

TomlToken TomlScanner::key_part() {
  skip_blanks();
  const char32_t c = peek();
  if (c == U'=' || c == end_of_text) fail("unexpected '='");
  if (c == U'.') fail("unexpected '.'");
  return c == U'"' || c == U'\'' ? quoted_name() : bare();
}

bool TomlScanner::more_key() {
  skip_blanks();
  const char32_t c = next();
  if (c == end_of_text) fail("unexpected EOF; expected key separator '='");
  if (c == U'.' || c == U'=') return c == U'.';
  const std::string message = "expected '.' or '=', but got " + go_quote_rune(c) + " instead";
  if (c == U'\n') fail_in_line_before(message);
  fail(message);
}

TomlToken TomlScanner::bare() {
  while (is_bare(next())) {
  }
  back();
  return token(TomlToken::Kind::text, current());
}

TomlToken TomlScanner::quoted_name() {
  const char32_t quote = next();
  start_ = at_;
  return text(quote);
}

// ---- values

TomlToken TomlScanner::value() {
  char32_t c = next();
  while (is_blank(c)) c = next();
  start_ = c == end_of_text ? at_ : at_ - width_;
  if (is_digit(c)) return c == U'0' ? zero_or_date() : number_or_date();
  switch (c) {
    case U'[':
      return token(TomlToken::Kind::array, "");
    case U'{':
      return token(TomlToken::Kind::table, "");
    case U'"':
    case U'\'':
      if (accept(c)) {
        if (accept(c)) return lines(c);
        back();
      }
      start_ = at_;
      return text(c);
    case U'.':
      fail("floats must start with a digit, not '.'");
    case U'i':
    case U'n':
      return word_or_float(c);
    case U'-':
    case U'+':
      return signed_number();
    default:
      break;
  }
  if (unicode::is_letter(c)) {
    back();
    return word();
  }
  if (c == end_of_text) fail("unexpected EOF; expected value");
  const std::string message = "expected value but found " + go_quote_rune(c) + " instead";
  if (c == U'\n') fail_in_line_before(message);
  fail(message);
}

bool TomlScanner::next_element(bool first) {
  for (bool separated = first;;) {
    const char32_t c = next();
    if (is_blank(c) || is_line_end(c)) continue;
    if (c == U'#') {
      comment();
    } else if (c == U']') {
      return false;
    } else if (separated && c == U',') {
      fail("unexpected comma");
    } else if (separated) {
      back();
      return true;
    } else if (c == U',') {
      separated = true;
    } else {
      fail("expected a comma (',') or array terminator (']'), but got " + in_quotes(c));
    }
  }
}

bool TomlScanner::next_entry(bool first) {
  for (bool separated = first;;) {
    const char32_t c = next();
    if (is_blank(c) || is_line_end(c)) continue;
    if (c == U'#') {
      comment();
    } else if (c == U'}') {
      return false;
    } else if (separated && c == U',') {
      fail("unexpected comma");
    } else if (separated) {
      back();
      return true;
    } else if (c == U',') {
      separated = true;
    } else {
      fail("expected a comma or an inline table terminator '}', but got " + in_quotes(c) + " instead");
    }
  }
}

// ---- strings

// Up to the closing quote; the opening one is taken.
TomlToken TomlScanner::text(char32_t quote) {
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
  return token(TomlToken::Kind::text, quote == U'"' ? unescaped(content) : content);
}

// Up to three closing quotes.
TomlToken TomlScanner::lines(char32_t quote) {
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
  return token(TomlToken::Kind::text,
               quote == U'"' ? unescaped(without_escaped_line_ends(content)) : content);
}

// Whether the quote just taken is the first of the closing three, which are taken then. One or two more may
// stand before them.
bool TomlScanner::closes_lines(char32_t quote) {
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
void TomlScanner::escape() {
  const char32_t c = next();
  if (is_one_of(c, U"ebtnfr\" \t\\")) return;
  if (c == U'x') return hex_digits(2, "two hexadecimal digits after '\\x'");
  if (c == U'u') return hex_digits(4, "four hexadecimal digits after '\\u'");
  if (c == U'U') return hex_digits(8, "eight hexadecimal digits after '\\U'");
  const std::string message = "invalid escape in string '\\" + utf8(c) + "'";
  if (at_end_) fail_in_line_before(message);
  fail(message);
}

void TomlScanner::hex_digits(int count, const char* words) {
  for (int i = 0; i < count; ++i) {
    if (!is_hex(next())) fail(fmt::format("expected {}, but got {} instead", words, go_quote(current())));
  }
}

std::string TomlScanner::unescaped(std::string_view text) const {
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
    if (c == ' ' || c == '\t') throw TomlFault{line_, fmt::format("invalid escape: '\\{}'", c)};
    const std::size_t length = c == 'x' ? 2 : c == 'u' ? 4 : 8;
    const std::string_view digits = text.substr(i + 1, length);
    char32_t code = 0;
    for (const char digit : digits) {
      code = code * 16 + static_cast<char32_t>(is_digit(static_cast<char32_t>(digit))
                                                   ? digit - '0'
                                                   : (digit | 0x20) - 'a' + 10);
    }
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
      throw TomlFault{line_, fmt::format("Escaped character '\\u{}' is not valid UTF-8.", digits)};
    }
    unicode::append(result, code);
    i += length;
  }
  return result;
}

// ---- words and numbers

TomlToken TomlScanner::number(TomlToken::Kind kind) {
  return token(kind, current());
}

TomlToken TomlScanner::word_or_float(char32_t first) {
  static_cast<void>(first);
  if ((accept(U'n') && accept(U'f')) || (accept(U'a') && accept(U'n')))
    return number(TomlToken::Kind::floating);
  width_ = 1;  // all that was taken so far are ASCII letters
  back();
  return word();
}

TomlToken TomlScanner::word() {
  std::string letters;
  char32_t c = next();
  for (; unicode::is_letter(c); c = next()) unicode::append(letters, c);
  back();
  if (letters == "true" || letters == "false") return number(TomlToken::Kind::boolean);
  fail("expected value but found " + go_quote(letters) + " instead");
}

TomlToken TomlScanner::signed_number() {
  const char32_t c = next();
  if (c == U'i' || c == U'n') {
    const bool whole = c == U'i' ? accept(U'n') && accept(U'f') : accept(U'a') && accept(U'n');
    if (!whole) fail("invalid float: '" + current() + "'");
    return number(TomlToken::Kind::floating);
  }
  if (c == U'.') fail("floats must start with a digit, not '.'");
  if (c == U'0') {
    const char32_t base = peek();
    if (is_one_of(base, U"box")) {
      fail("cannot use sign with non-decimal numbers: '" + current() + utf8(base) + "'");
    }
  }
  if (is_digit(c)) return decimal();
  fail_got("expected a digit but got ", c);
}

TomlToken TomlScanner::number_or_date() {
  char32_t c = next();
  while (is_digit(c)) c = next();
  if (c == U'-' || c == U':') return datetime();
  if (c == U'_') return decimal();
  if (is_one_of(c, U".eE")) return floating();
  back();
  return number(TomlToken::Kind::integer);
}

TomlToken TomlScanner::zero_or_date() {
  const char32_t c = next();
  if (is_digit(c)) return number_or_date();
  if (c == U'_') return decimal();
  if (is_one_of(c, U".eE")) return floating();
  if (is_one_of(c, U"box")) return based(c);
  back();
  return number(TomlToken::Kind::integer);
}

TomlToken TomlScanner::based(char32_t base) {
  const auto belongs = [base](char32_t c) {
    return base == U'x' ? is_hex(c) : c >= U'0' && c <= (base == U'o' ? U'7' : U'1');
  };
  if (const char32_t first = peek(); !belongs(first)) {
    const char* name = base == U'x' ? "a hexadecimal" : base == U'o' ? "an octal" : "a binary";
    fail(fmt::format("not {} number: '{}{}'", name, current(), utf8(first)));
  }
  char32_t c = next();
  while (belongs(c) || c == U'_') c = next();
  back();
  return number(TomlToken::Kind::integer);
}

TomlToken TomlScanner::decimal() {
  char32_t c = next();
  while (is_digit(c) || c == U'_') c = next();
  if (is_one_of(c, U".eE")) return floating();
  back();
  return number(TomlToken::Kind::integer);
}

TomlToken TomlScanner::floating() {
  char32_t c = next();
  while (is_digit(c) || is_one_of(c, U"_.-+eE")) c = next();
  back();
  return number(TomlToken::Kind::floating);
}

TomlToken TomlScanner::datetime() {
  char32_t c = next();
  while (is_digit(c) || is_one_of(c, U"-:Tt .Zz+")) c = next();
  back();
  return token(TomlToken::Kind::datetime, std::string(trim(current())));
}

}  // namespace gimlet::sprig
