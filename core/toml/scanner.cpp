#include "core/toml/scanner.hpp"

#include <fmt/format.h>

#include "core/go/strconv.hpp"
#include "core/toml/characters.hpp"
#include "core/util/unicode.hpp"

namespace gimlet::toml {
namespace {

std::string in_quotes(char32_t c) {
  return c == end_of_text ? "end of file" : "'" + utf8(c) + "'";
}

}  // namespace

// ---- characters

char32_t Scanner::next() {
  if (at_ >= text_.size()) {
    at_end_ = true;
    return end_of_text;
  }
  if (text_[at_] == '\n') ++line_;
  const unicode::Rune rune = unicode::decode(text_, at_);
  if (rune.code == unicode::replacement_rune && rune.length == 1) {
    throw Fault{line_, at_,
                fmt::format("invalid UTF-8 byte: 0x{:02x}", static_cast<unsigned char>(text_[at_]))};
  }
  const bool control =
      (rune.code < 0x20 && !is_blank(rune.code) && !is_line_end(rune.code)) || rune.code == 0x7F;
  if (control || (rune.code == U'\r' && !text_.substr(at_ + 1).starts_with('\n'))) {
    throw Fault{line_, at_,
                fmt::format("TOML files cannot contain control characters: '0x{:02x}'",
                            static_cast<unsigned>(rune.code))};
  }
  width_ = rune.length;
  at_ += width_;
  return rune.code;
}

void Scanner::back() {
  if (at_end_) {
    at_end_ = false;
    return;
  }
  at_ -= width_;
  if (at_ < text_.size() && text_[at_] == '\n') --line_;
}

char32_t Scanner::peek() {
  const char32_t c = next();
  back();
  return c;
}

bool Scanner::accept(char32_t wanted) {
  if (next() == wanted) return true;
  back();
  return false;
}

void Scanner::skip_blanks() {
  while (is_blank(next())) {
  }
  back();
  start_ = at_;
}

void Scanner::comment() {
  for (char32_t c = next(); !is_line_end(c) && c != end_of_text; c = next()) {
  }
  back();
  start_ = at_;
}

// ---- faults

void Scanner::fail(const std::string& message) const {
  const bool new_line = at_end_ && at_ >= 1 && text_[at_ - 1] == '\n';
  throw Fault{new_line ? line_ - 1 : line_, last_at(), message};
}

void Scanner::fail_in_line_before(const std::string& message) const {
  throw Fault{line_ - 1, last_at(), message};
}

void Scanner::fail_got(const std::string& expected, char32_t got, const std::string& after) const {
  fail(expected + go::quote_rune(got) + after);
}

Token Scanner::token(Token::Kind kind, std::string text) const {
  return {kind, std::move(text), line_, start_};
}

// ---- lines and tables

Scanner::Line Scanner::begin_line() {
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

void Scanner::end_line() {
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

bool Scanner::is_table_array() {
  if (peek() != U'[') return false;
  next();
  return true;
}

Token Scanner::table_name() {
  skip_blanks();
  const char32_t c = peek();
  if (c == U']' || c == end_of_text) fail("unexpected end of table name (table names cannot be empty)");
  if (c == U'.') fail("unexpected table separator (table names cannot be empty)");
  return name();
}

bool Scanner::more_table_name() {
  skip_blanks();
  const char32_t c = next();
  if (c != U'.' && c != U']') fail_got("expected '.' or ']' to end table name, but got ", c, " instead");
  return c == U'.';
}

void Scanner::end_table_array() {
  const char32_t c = next();
  if (c != U']') fail_got("expected end of table array name delimiter ']', but got ", c, " instead");
}

// ---- keys

void Scanner::begin_key() {
  skip_blanks();
  const char32_t c = peek();
  if (c == U'=' || c == end_of_text) fail("unexpected '=': key name appears blank");
  if (c == U'.') fail("unexpected '.': keys cannot start with a '.'");
}

Token Scanner::key_part() {
  skip_blanks();
  const char32_t c = peek();
  if (c == U'=' || c == end_of_text) fail("unexpected '='");
  if (c == U'.') fail("unexpected '.'");
  return name();
}

bool Scanner::more_key() {
  skip_blanks();
  const char32_t c = next();
  if (c == end_of_text) fail("unexpected EOF; expected key separator '='");
  if (c == U'.' || c == U'=') return c == U'.';
  const std::string message = "expected '.' or '=', but got " + go::quote_rune(c) + " instead";
  if (c == U'\n') fail_in_line_before(message);
  fail(message);
}

Token Scanner::name() {
  const std::size_t begin = at_;
  const char32_t c = peek();
  Token part = c == U'"' || c == U'\'' ? quoted_name() : bare();
  part.at = begin;
  return part;
}

Token Scanner::bare() {
  while (is_bare(next())) {
  }
  back();
  return token(Token::Kind::text, current());
}

Token Scanner::quoted_name() {
  const char32_t quote = next();
  start_ = at_;
  return text(quote);
}

// ---- values

Token Scanner::value() {
  char32_t c = next();
  while (is_blank(c)) c = next();
  start_ = c == end_of_text ? at_ : at_ - width_;
  if (is_digit(c)) return c == U'0' ? zero_or_date() : number_or_date();
  switch (c) {
    case U'[':
      return token(Token::Kind::array, "");
    case U'{':
      return token(Token::Kind::table, "");
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
  const std::string message = "expected value but found " + go::quote_rune(c) + " instead";
  if (c == U'\n') fail_in_line_before(message);
  fail(message);
}

bool Scanner::next_element(bool first) {
  return next_item(first, U']', "expected a comma (',') or array terminator (']'), but got {}");
}

bool Scanner::next_entry(bool first) {
  return next_item(first, U'}', "expected a comma or an inline table terminator '}}', but got {} instead");
}

bool Scanner::next_item(bool first, char32_t end, const char* words) {
  for (bool separated = first;;) {
    const char32_t c = next();
    if (is_blank(c) || is_line_end(c)) continue;
    if (c == U'#') {
      comment();
    } else if (c == end) {
      return false;
    } else if (separated && c == U',') {
      fail("unexpected comma");
    } else if (separated) {
      back();
      return true;
    } else if (c == U',') {
      separated = true;
    } else {
      fail(fmt::format(fmt::runtime(words), in_quotes(c)));
    }
  }
}

}  // namespace gimlet::toml
