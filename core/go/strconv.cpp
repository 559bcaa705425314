#include "core/go/strconv.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "core/util/encoding.hpp"

namespace gimlet::go {
namespace {

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
  for (unsigned i = 0; i < 13; ++i) digits += lower_hex_digits[(mantissa >> (48 - 4 * i)) & 0xFU];
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
    const bool digit = (c >= '0' && c <= '9') || (hex && hex_value(c) >= 0);
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

std::optional<unsigned long long> parse_uint(std::string_view text) {
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

std::optional<long long> parse_int(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const bool negative = text[0] == '-';
  if (negative || text[0] == '+') text.remove_prefix(1);
  const auto magnitude = parse_uint(text);
  constexpr unsigned long long kLimit = 1ULL << 63U;
  if (!magnitude || *magnitude > kLimit || (!negative && *magnitude == kLimit)) return std::nullopt;
  return static_cast<long long>(negative ? 0 - *magnitude : *magnitude);
}

std::optional<double> parse_float(std::string_view text) {
  std::string_view rest = text;
  const bool negative = !rest.empty() && rest[0] == '-';
  if (!rest.empty() && (rest[0] == '-' || rest[0] == '+')) rest.remove_prefix(1);
  if (rest.empty() || rest[0] == '-' || rest[0] == '+') return std::nullopt;
  const bool hex = rest.size() > 2 && rest[0] == '0' && (rest[1] | 0x20) == 'x';
  if (rest.find('_') != std::string_view::npos && !underscores_ok(text)) return std::nullopt;
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

}  // namespace gimlet::go
