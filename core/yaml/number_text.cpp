#include "core/yaml/number_text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string_view>

namespace gimlet::yaml {
namespace {

// A number's shortest decimal digits: 0.d1d2d3… times 10 to the `point`.
struct Decimal {
  bool negative = false;
  std::string digits;
  int point = 0;
};

template <class Float>
Decimal shortest_decimal(Float value) {
  std::array<char, 64> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific).ptr;
  std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  Decimal result;
  result.negative = text[0] == '-';
  if (result.negative) text.remove_prefix(1);
  const auto exponent = text.find('e');
  for (const char c : text.substr(0, exponent)) {
    if (c != '.') result.digits += c;
  }
  result.point = std::atoi(std::string(text.substr(exponent + 1)).c_str()) + 1;
  return result;
}

// d.ddde±XX, with at least `exponent_digits` digits of exponent.
std::string with_exponent(const Decimal& number, std::size_t exponent_digits) {
  std::string text = number.negative ? "-" : "";
  text += number.digits[0];
  if (number.digits.size() > 1) text.append(".").append(number.digits, 1);
  const int exponent = number.point - 1;
  const std::string magnitude = std::to_string(std::abs(exponent));
  text += exponent < 0 ? "e-" : "e+";
  if (magnitude.size() < exponent_digits) text.append(exponent_digits - magnitude.size(), '0');
  return text + magnitude;
}

std::string without_exponent(const Decimal& number) {
  std::string text = number.negative ? "-" : "";
  const int count = static_cast<int>(number.digits.size());
  if (number.point <= 0) {
    return text.append("0.").append(static_cast<std::size_t>(-number.point), '0').append(number.digits);
  }
  if (count <= number.point) {
    return text.append(number.digits).append(static_cast<std::size_t>(number.point - count), '0');
  }
  const auto whole = static_cast<std::size_t>(number.point);
  return text.append(number.digits, 0, whole).append(".").append(number.digits, whole);
}

template <class Float>
std::string format_g(Float value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Inf" : "+Inf";
  const Decimal number = shortest_decimal(value);
  const int exponent = value == 0 ? 0 : number.point - 1;
  constexpr int smallest_plain = -4;
  constexpr int largest_plain = 5;
  if (exponent < smallest_plain || exponent > largest_plain) return with_exponent(number, 2);
  return without_exponent(number);
}

}  // namespace

std::string format_float_g(double value) {
  return format_g(value);
}

std::string format_float_g(float value) {
  return format_g(value);
}

std::string format_float_json(double value) {
  const Decimal number = shortest_decimal(value);
  const double magnitude = std::fabs(value);
  if (magnitude != 0 && (magnitude < 1e-6 || magnitude >= 1e21)) return with_exponent(number, 1);
  return without_exponent(number);
}

}  // namespace gimlet::yaml
