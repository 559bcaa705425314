#include <algorithm>
#include <array>
#include <cstdint>

#include "core/go/strconv.hpp"
#include "core/util/encoding.hpp"
#include "core/util/unicode.hpp"

// Strings: strconv.cpp has the numbers.
namespace gimlet::go {
namespace {

void append_hex(std::string& out, char32_t value, int digits) {
  for (int i = digits - 1; i >= 0; --i)
    out += lower_hex_digits[(value >> static_cast<unsigned>(4 * i)) & 0xFU];
}

void append_escaped(std::string& out, char32_t c, char quote, bool ascii_only) {
  if (c == static_cast<char32_t>(quote) || c == '\\') {
    out += '\\';
    out += static_cast<char>(c);
    return;
  }
  if (unicode::is_printable(c) && (!ascii_only || c < 0x80)) return unicode::append(out, c);
  constexpr std::string_view kNamed = "abtnvfr";  // \a is 7, the others follow
  constexpr std::array<char, 7> kCodes{7, 8, 9, 10, 11, 12, 13};
  for (std::size_t i = 0; i < kCodes.size(); ++i) {
    if (c == static_cast<char32_t>(kCodes.at(i))) {
      out += '\\';
      out += kNamed[i];
      return;
    }
  }
  if (c < ' ' || c == 0x7f) {
    out += "\\x";
    append_hex(out, c, 2);
  } else if (c < 0x10000) {
    out += "\\u";
    append_hex(out, c, 4);
  } else {
    out += "\\U";
    append_hex(out, c, 8);
  }
}

// Reads `count` digits of an escape from text at i; -1 if malformed.
std::int64_t escape_digits(std::string_view text, std::size_t& i, int count, int base) {
  std::int64_t value = 0;
  for (int n = 0; n < count; ++n, ++i) {
    const int digit = i < text.size() ? hex_value(text[i]) : -1;
    if (digit < 0 || digit >= base) return -1;
    value = value * base + digit;
  }
  return value;
}

// Decodes the escape at text[i] (after the backslash) into out. A false return: malformed.
bool append_unescaped(std::string& out, std::string_view text, std::size_t& i, char quote) {
  if (i >= text.size()) return false;
  const char c = text[i++];
  switch (c) {
    case 'a':
      out += '\a';
      return true;
    case 'b':
      out += '\b';
      return true;
    case 'f':
      out += '\f';
      return true;
    case 'n':
      out += '\n';
      return true;
    case 'r':
      out += '\r';
      return true;
    case 't':
      out += '\t';
      return true;
    case 'v':
      out += '\v';
      return true;
    case '\\':
      out += '\\';
      return true;
    case '\'':
    case '"':
      out += c;
      return c == quote;
    default:
      break;
  }
  if (c == 'x' || c == 'u' || c == 'U') {
    const std::int64_t value = escape_digits(text, i, c == 'x' ? 2 : c == 'u' ? 4 : 8, 16);
    if (value < 0) return false;
    if (c == 'x' && quote == '"') {
      out += static_cast<char>(value);
      return true;
    }
    if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return false;
    unicode::append(out, static_cast<char32_t>(value));
    return true;
  }
  if (c < '0' || c > '7') return false;
  const std::int64_t value = escape_digits(text, --i, 3, 8);
  if (value < 0 || value > 255) return false;
  if (quote == '"') {
    out += static_cast<char>(value);
  } else {
    unicode::append(out, static_cast<char32_t>(value));
  }
  return true;
}

}  // namespace

std::string quote(std::string_view text, bool ascii_only) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const unicode::Rune rune = unicode::decode(text, i);
    if (!rune.valid()) {
      out += "\\x";
      append_hex(out, static_cast<unsigned char>(text[i]), 2);
    } else {
      append_escaped(out, rune.code, '"', ascii_only);
    }
    i += rune.length;
  }
  return out + '"';
}

std::string quote_rune(char32_t c, bool ascii_only) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
  std::string out = "'";
  append_escaped(out, c, '\'', ascii_only);
  return out + '\'';
}

bool can_backquote(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const unicode::Rune rune = unicode::decode(text, i);
    if (!rune.valid()) return false;
    if (rune.code == 0xFEFF || (rune.code < ' ' && rune.code != '\t') || rune.code == '`' ||
        rune.code == 0x7f) {
      return false;
    }
    i += rune.length;
  }
  return true;
}

std::optional<std::string> unquote(std::string_view literal) {
  if (literal.size() < 2 || literal.front() != literal.back()) return std::nullopt;
  const char quote = literal.front();
  const std::string_view body = literal.substr(1, literal.size() - 2);
  std::string out;
  if (quote == '`') {
    if (body.find('`') != std::string_view::npos) return std::nullopt;
    out = body;
    std::erase(out, '\r');
    return out;
  }
  if (quote != '"' && quote != '\'') return std::nullopt;
  // Nearly all are plain.
  const auto is_special = [](char c) { return c == '"' || c == '\\' || c == '\n'; };
  if (quote == '"' && std::ranges::none_of(body, is_special)) return std::string(body);
  out.reserve(body.size());
  int runes = 0;
  for (std::size_t i = 0; i < body.size(); ++runes) {
    const char c = body[i];
    if (c == quote || c == '\n') return std::nullopt;
    if (c == '\\') {
      if (!append_unescaped(out, body, ++i, quote)) return std::nullopt;
    } else if (quote == '"') {
      const unicode::Rune rune = unicode::decode(body, i);
      out.append(body.substr(i, rune.length));
      i += rune.length;
    } else {
      const unicode::Rune rune = unicode::decode(body, i);
      unicode::append(out, rune.code);
      i += rune.length;
    }
  }
  if (quote == '\'' && runes != 1) return std::nullopt;
  return out;
}

}  // namespace gimlet::go
