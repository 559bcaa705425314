#include "core/util/float_text.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include <fmt/format.h>

namespace gimlet {
namespace {

// A decimal number without its sign: 0.DIGITS times ten to the exponent; no digits for zero. Neither the
// first digit nor the last one is 0.
struct Decimal {
  std::string digits;
  long exponent = 0;

  bool operator==(const Decimal&) const = default;
};

Decimal decimal_of(std::string_view text) {
  Decimal decimal;
  const std::size_t e = std::min(text.find_first_of("eE"), text.size());
  bool behind_point = false;
  for (const char c : text.substr(0, e)) {
    if (c == '.') behind_point = true;
    if (c < '0' || c > '9') continue;
    const bool leads = decimal.digits.empty() && c == '0';
    if (!leads) decimal.digits += c;
    if (!leads && !behind_point) ++decimal.exponent;
    if (leads && behind_point) --decimal.exponent;
  }
  decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
  if (decimal.digits.empty()) return {};
  if (e < text.size()) {
    const char* first = text.data() + e + 1;
    if (*first == '+') ++first;
    long exponent = 0;  // one that does not fit is that of no double
    std::from_chars(first, text.data() + text.size(), exponent);
    decimal.exponent += exponent;
  }
  return decimal;
}

}  // namespace

bool double_keeps(std::string_view text, double value) {
  constexpr std::size_t most_digits = 767;  // of any double, written out
  const Decimal wanted = decimal_of(text);
  if (wanted.digits.empty()) return true;
  if (wanted.digits.size() > most_digits) return false;
  return decimal_of(fmt::format("{:.{}e}", value, wanted.digits.size() - 1)) == wanted;
}

}  // namespace gimlet
