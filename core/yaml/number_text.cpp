#include "core/yaml/number_text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "core/go/strconv.hpp"

namespace gimlet::yaml {

std::string format_float32(float value) {
  if (!std::isfinite(value)) return go::format_float(static_cast<double>(value));
  // The double nearest to the float's shortest digits has the same shortest digits.
  std::array<char, 64> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size() - 1, value).ptr;
  *end = '\0';
  return go::format_float(std::strtod(digits.data(), nullptr));
}

std::string format_float_json(double value) {
  const double magnitude = std::fabs(value);
  if (magnitude == 0 || (magnitude >= 1e-6 && magnitude < 1e21)) return go::format_float(value, 'f');
  std::string text = go::format_float(value, 'e');
  const std::size_t exponent = text.size() - 3;  // e-09 becomes e-9
  if (text[exponent] == '-' && text[exponent + 1] == '0') text.erase(exponent + 1, 1);
  return text;
}

}  // namespace gimlet::yaml
