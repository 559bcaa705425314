#include "core/sprig/toml_scanner.hpp"

#include <fmt/format.h>

#include "core/sprig/toml_characters.hpp"
#include "core/util/unicode.hpp"
#include "core/value/strconv.hpp"

namespace gimlet::sprig {
namespace {

std::string in_quotes(char32_t c) {
  return c == end_of_text ? "end of file" : "'" + utf8(c) + "'";
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
      return word_or_float();
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

}  // namespace gimlet::sprig
