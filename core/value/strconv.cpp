#include "core/value/strconv.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "core/value/unicode.hpp"

namespace gimlet {
namespace {

constexpr std::string_view kLowerHex = "0123456789abcdef";

// A number as decimal digits d1d2d3… and the place of the point: 0.d1d2d3… * 10^point.
struct Decimal {
  std::string digits;
  int point = 0;
};

// The fewest digits that read back (count < 0), or exactly that many, correctly rounded.
Decimal significant_digits(double value, int count) {
  Decimal result;
  if (value == 0) {
    if (count >= 0) result.digits.assign(static_cast<std::size_t>(count), '0');
    return result;
  }
  std::string text(static_cast<std::size_t>(count < 0 ? 64 : count + 64), '\0');
  const auto written =
      count < 0 ? std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific)
                : std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific,
                                std::max(count - 1, 0));
  text.resize(static_cast<std::size_t>(written.ptr - text.data()));
  const auto exponent = text.find('e');
  result.point = std::atoi(text.c_str() + exponent + 1) + 1;
  for (std::size_t i = 0; i < exponent; ++i) {
    if (text[i] != '.') result.digits += text[i];
  }
  return result;
}

std::string exponent_form(const Decimal& decimal, bool zero, int precision, char letter) {
  const auto digit = [&](int i) {
    return static_cast<std::size_t>(i) < decimal.digits.size() ? decimal.digits[static_cast<std::size_t>(i)]
                                                               : '0';
  };
  std::string out(1, digit(0));
  if (precision > 0) {
    out += '.';
    for (int i = 1; i <= precision; ++i) out += digit(i);
  }
  const int exponent = zero ? 0 : decimal.point - 1;
  out += letter;
  out += exponent < 0 ? '-' : '+';
  const std::string digits = std::to_string(std::abs(exponent));
  if (digits.size() < 2) out += '0';
  return out + digits;
}

std::string fixed_form(const Decimal& decimal, int precision) {
  const auto digit = [&](int i) {
    return i >= 0 && static_cast<std::size_t>(i) < decimal.digits.size()
               ? decimal.digits[static_cast<std::size_t>(i)]
               : '0';
  };
  std::string out;
  for (int i = 0; i < decimal.point; ++i) out += digit(i);
  if (decimal.point <= 0) out += '0';
  if (precision > 0) {
    out += '.';
    for (int i = 0; i < precision; ++i) out += digit(decimal.point + i);
  }
  return out;
}

std::string general_form(double value, int precision, char letter) {
  const bool shortest = precision < 0;
  if (precision == 0) precision = 1;
  const Decimal decimal = significant_digits(value, precision);
  const int count = static_cast<int>(decimal.digits.size());
  if (shortest) precision = count;
  int threshold = precision;
  if (threshold > count && count >= decimal.point) threshold = count;
  // Go: "if precision was the shortest possible, use precision 6 for this decision"; %v's 21 is the caller's.
  if (shortest) threshold = 6;
  const int exponent = decimal.point - 1;
  Decimal trimmed = decimal;
  while (!trimmed.digits.empty() && trimmed.digits.back() == '0') trimmed.digits.pop_back();
  const int kept = static_cast<int>(trimmed.digits.size());
  if (value != 0 && (exponent < -4 || exponent >= threshold)) {
    return exponent_form(trimmed, false, std::max(kept - 1, 0), letter);
  }
  if (value == 0) return "0";
  return fixed_form(trimmed, std::max(kept - trimmed.point, 0));
}

std::string hex_form(double value, int precision, bool upper) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  std::uint64_t mantissa = bits & ((1ULL << 52U) - 1);
  int exponent = static_cast<int>((bits >> 52U) & 0x7FFU);
  if (exponent == 0) {
    exponent = mantissa == 0 ? 0 : -1022;
    while (mantissa != 0 && (mantissa & (1ULL << 52U)) == 0) {
      mantissa <<= 1U;
      --exponent;
    }
  } else {
    mantissa |= 1ULL << 52U;
    exponent -= 1023;
  }
  if (precision >= 0 && precision < 13) {  // round half to even
    const auto shift = static_cast<unsigned>((13 - precision) * 4);
    const std::uint64_t rest = mantissa & ((1ULL << shift) - 1);
    const std::uint64_t half = 1ULL << (shift - 1);
    mantissa >>= shift;
    if (rest > half || (rest == half && (mantissa & 1U) != 0)) ++mantissa;
    mantissa <<= shift;
    if ((mantissa & (1ULL << 53U)) != 0) {
      mantissa >>= 1U;
      ++exponent;
    }
  }
  std::string digits;
  for (unsigned i = 0; i < 13; ++i) digits += kLowerHex[(mantissa >> (48 - 4 * i)) & 0xFU];
  if (precision < 0) {
    while (!digits.empty() && digits.back() == '0') digits.pop_back();
  } else {
    digits.resize(static_cast<std::size_t>(precision), '0');
  }
  std::string out = "0x";
  out += static_cast<char>('0' + ((mantissa >> 52U) & 1U));
  if (!digits.empty()) out += "." + digits;
  out += exponent < 0 ? "p-" : "p+";
  const std::string number = std::to_string(std::abs(exponent));
  out += number.size() < 2 ? "0" + number : number;
  if (upper) {
    for (char& c : out) c = (c >= 'a' && c <= 'z') ? static_cast<char>(c - 32) : c;
  }
  return out;
}

std::string binary_exponent_form(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  std::uint64_t mantissa = bits & ((1ULL << 52U) - 1);
  int exponent = static_cast<int>((bits >> 52U) & 0x7FFU);
  if (exponent == 0) {
    exponent = 1;
  } else {
    mantissa |= 1ULL << 52U;
  }
  exponent -= 1075;
  return std::to_string(mantissa) + (exponent >= 0 ? "p+" : "p") + std::to_string(exponent);
}

std::string magnitude_text(double value, char format, int precision) {
  switch (format) {
    case 'b':
      return binary_exponent_form(value);
    case 'x':
    case 'X':
      return hex_form(value, precision, format == 'X');
    case 'e':
    case 'E': {
      const Decimal decimal = significant_digits(value, precision < 0 ? -1 : precision + 1);
      const int digits = precision < 0 ? std::max(static_cast<int>(decimal.digits.size()) - 1, 0) : precision;
      return exponent_form(decimal, value == 0, digits, format);
    }
    case 'f': {
      if (precision < 0) {
        const Decimal decimal = significant_digits(value, -1);
        return fixed_form(decimal, std::max(static_cast<int>(decimal.digits.size()) - decimal.point, 0));
      }
      std::string text(static_cast<std::size_t>(precision) + 400, '\0');
      const auto end =
          std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, precision);
      text.resize(static_cast<std::size_t>(end.ptr - text.data()));
      return text;
    }
    default:
      return general_form(value, precision, format == 'G' ? 'E' : 'e');
  }
}

void append_hex(std::string& out, char32_t value, int digits) {
  for (int i = digits - 1; i >= 0; --i) out += kLowerHex[(value >> static_cast<unsigned>(4 * i)) & 0xFU];
}

void append_escaped(std::string& out, Rune rune, char quote, bool ascii_only) {
  const char32_t c = rune.value;
  if (c == static_cast<char32_t>(quote) || c == '\\') {
    out += '\\';
    out += static_cast<char>(c);
    return;
  }
  if (is_printable(c) && (!ascii_only || c < 0x80)) return append_rune(out, c);
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

bool is_space_class(char c) {
  return c == '\n';
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Reads `count` digits of an escape from text at i; -1 if malformed.
std::int64_t escape_digits(std::string_view text, std::size_t& i, int count, int base) {
  std::int64_t value = 0;
  for (int n = 0; n < count; ++n, ++i) {
    const int digit = i < text.size() ? hex_digit(text[i]) : -1;
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
    append_rune(out, static_cast<char32_t>(value));
    return true;
  }
  if (c < '0' || c > '7') return false;
  const std::int64_t value = escape_digits(text, --i, 3, 8);
  if (value < 0 || value > 255) return false;
  if (quote == '"') {
    out += static_cast<char>(value);
  } else {
    append_rune(out, static_cast<char32_t>(value));
  }
  return true;
}

// Go's rule for '_': only between digits or between a base prefix and a digit, and only with base prefix.
bool underscores_ok(std::string_view text) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  char last = '^';
  bool hex = false;
  if (text.size() >= 2 && text[0] == '0') {
    const char base = static_cast<char>(text[1] | 0x20);
    if (base == 'b' || base == 'o' || base == 'x') {
      last = '0';
      hex = base == 'x';
      text.remove_prefix(2);
    }
  }
  for (const char c : text) {
    const bool digit = (c >= '0' && c <= '9') || (hex && hex_digit(c) >= 0);
    if (digit) {
      last = '0';
    } else if (c == '_') {
      if (last != '0') return false;
      last = '_';
    } else {
      if (last == '_') return false;
      last = '!';
    }
  }
  return last != '_';
}

std::string without_underscores(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != '_') out += c;
  }
  return out;
}

}  // namespace

std::string format_float(double value, char format, int precision) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Inf" : "+Inf";
  const std::string text = magnitude_text(std::fabs(value), format, precision);
  return std::signbit(value) ? "-" + text : text;
}

std::string go_quote(std::string_view text, bool ascii_only) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const Rune rune = decode_rune(text.substr(i));
    if (rune.size == 1 && rune.value == 0xFFFD) {
      out += "\\x";
      append_hex(out, static_cast<unsigned char>(text[i]), 2);
    } else {
      append_escaped(out, rune, '"', ascii_only);
    }
    i += static_cast<std::size_t>(rune.size);
  }
  return out + '"';
}

std::string go_quote_rune(char32_t c, bool ascii_only) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
  std::string out = "'";
  append_escaped(out, {c, 1}, '\'', ascii_only);
  return out + '\'';
}

bool can_backquote(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const Rune rune = decode_rune(text.substr(i));
    if (rune.size == 1 && rune.value == 0xFFFD) return false;
    if (rune.value == 0xFEFF || (rune.value < ' ' && rune.value != '\t') || rune.value == '`' ||
        rune.value == 0x7f) {
      return false;
    }
    i += static_cast<std::size_t>(rune.size);
  }
  return true;
}

std::optional<std::string> go_unquote(std::string_view literal) {
  if (literal.size() < 2 || literal.front() != literal.back()) return std::nullopt;
  const char quote = literal.front();
  const std::string_view body = literal.substr(1, literal.size() - 2);
  std::string out;
  if (quote == '`') {
    if (body.find('`') != std::string_view::npos) return std::nullopt;
    for (const char c : body) {
      if (c != '\r') out += c;
    }
    return out;
  }
  if (quote != '"' && quote != '\'') return std::nullopt;
  out.reserve(body.size());
  int runes = 0;
  for (std::size_t i = 0; i < body.size(); ++runes) {
    const char c = body[i];
    if (c == quote || is_space_class(c)) return std::nullopt;
    if (c == '\\') {
      if (!append_unescaped(out, body, ++i, quote)) return std::nullopt;
    } else if (quote == '"') {
      const Rune rune = decode_rune(body.substr(i));
      out.append(body.substr(i, static_cast<std::size_t>(rune.size)));
      i += static_cast<std::size_t>(rune.size);
    } else {
      const Rune rune = decode_rune(body.substr(i));
      append_rune(out, rune.value);
      i += static_cast<std::size_t>(rune.size);
    }
  }
  if (quote == '\'' && runes != 1) return std::nullopt;
  return out;
}

std::optional<unsigned long long> parse_go_uint(std::string_view text) {
  if (text.empty()) return std::nullopt;
  if (text.find('_') != std::string_view::npos && !underscores_ok(text)) return std::nullopt;
  int base = 10;
  std::string_view digits = text;
  if (text[0] == '0') {
    const char letter = text.size() >= 3 ? static_cast<char>(text[1] | 0x20) : '\0';
    base = letter == 'x' ? 16 : letter == 'b' ? 2 : 8;
    const bool prefixed = letter == 'x' || letter == 'b' || letter == 'o';
    digits.remove_prefix(prefixed ? 2 : 1);
    if (digits.empty()) return 0;
  }
  const std::string plain = without_underscores(digits);
  unsigned long long value = 0;
  const auto parsed = std::from_chars(plain.data(), plain.data() + plain.size(), value, base);
  if (parsed.ec != std::errc() || parsed.ptr != plain.data() + plain.size()) return std::nullopt;
  return value;
}

std::optional<long long> parse_go_int(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const bool negative = text[0] == '-';
  if (negative || text[0] == '+') text.remove_prefix(1);
  const auto magnitude = parse_go_uint(text);
  constexpr unsigned long long kLimit = 1ULL << 63U;
  if (!magnitude || *magnitude > kLimit || (!negative && *magnitude == kLimit)) return std::nullopt;
  return static_cast<long long>(negative ? 0 - *magnitude : *magnitude);
}

std::optional<double> parse_go_float(std::string_view text) {
  std::string_view rest = text;
  const bool negative = !rest.empty() && rest[0] == '-';
  if (!rest.empty() && (rest[0] == '-' || rest[0] == '+')) rest.remove_prefix(1);
  if (rest.empty() || rest[0] == '-' || rest[0] == '+') return std::nullopt;
  const bool hex = rest.size() > 2 && rest[0] == '0' && (rest[1] | 0x20) == 'x';
  if (rest.find('_') != std::string_view::npos && (!hex || !underscores_ok(text))) return std::nullopt;
  std::string plain = without_underscores(hex ? rest.substr(2) : rest);
  if (hex && plain.find_first_of("pP") == std::string::npos) return std::nullopt;
  if (plain.find('(') != std::string::npos) return std::nullopt;  // nan(...)
  double value = 0;
  const auto parsed = std::from_chars(plain.data(), plain.data() + plain.size(), value,
                                      hex ? std::chars_format::hex : std::chars_format::general);
  if (parsed.ptr != plain.data() + plain.size()) return std::nullopt;
  if (parsed.ec == std::errc::result_out_of_range) {
    value = std::strtod((hex ? "0x" + plain : plain).c_str(), nullptr);  // tells overflow from underflow
    if (std::isinf(value)) return std::nullopt;
  } else if (parsed.ec != std::errc()) {
    return std::nullopt;
  }
  return negative ? -value : value;
}

}  // namespace gimlet
