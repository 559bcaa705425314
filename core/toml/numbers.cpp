// The scanner's words, numbers and times.

#include <fmt/format.h>

#include "core/go/strconv.hpp"
#include "core/toml/characters.hpp"
#include "core/toml/scanner.hpp"
#include "core/util/string.hpp"
#include "core/util/unicode.hpp"

namespace gimlet::toml {

Token Scanner::number(Token::Kind kind) {
  return token(kind, current());
}

Token Scanner::word_or_float() {
  if ((accept(U'n') && accept(U'f')) || (accept(U'a') && accept(U'n'))) return number(Token::Kind::floating);
  width_ = 1;  // all that was taken so far are ASCII letters
  back();
  return word();
}

Token Scanner::word() {
  std::string letters;
  char32_t c = next();
  for (; unicode::is_letter(c); c = next()) unicode::append(letters, c);
  back();
  if (letters == "true" || letters == "false") return number(Token::Kind::boolean);
  fail("expected value but found " + go::quote(letters) + " instead");
}

Token Scanner::signed_number() {
  const char32_t c = next();
  if (c == U'i' || c == U'n') {
    const bool whole = c == U'i' ? accept(U'n') && accept(U'f') : accept(U'a') && accept(U'n');
    if (!whole) fail("invalid float: '" + current() + "'");
    return number(Token::Kind::floating);
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

Token Scanner::number_or_date() {
  char32_t c = next();
  while (is_digit(c)) c = next();
  if (c == U'-' || c == U':') return datetime();
  if (c == U'_') return decimal();
  if (is_one_of(c, U".eE")) return floating();
  back();
  return number(Token::Kind::integer);
}

Token Scanner::zero_or_date() {
  const char32_t c = next();
  if (is_digit(c)) return number_or_date();
  if (c == U'_') return decimal();
  if (is_one_of(c, U".eE")) return floating();
  if (is_one_of(c, U"box")) return based(c);
  back();
  return number(Token::Kind::integer);
}

Token Scanner::based(char32_t base) {
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
  return number(Token::Kind::integer);
}

Token Scanner::decimal() {
  char32_t c = next();
  while (is_digit(c) || c == U'_') c = next();
  if (is_one_of(c, U".eE")) return floating();
  back();
  return number(Token::Kind::integer);
}

Token Scanner::floating() {
  char32_t c = next();
  while (is_digit(c) || is_one_of(c, U"_.-+eE")) c = next();
  back();
  return number(Token::Kind::floating);
}

Token Scanner::datetime() {
  char32_t c = next();
  while (is_digit(c) || is_one_of(c, U"-:Tt .Zz+")) c = next();
  back();
  return token(Token::Kind::datetime, std::string(trim(current())));
}

}  // namespace gimlet::toml
