#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gimlet::schema {

// A decimal number, exactly: digits times a power of ten.
class Decimal {
 public:
  // A number as JSON writes it; nullopt for other texts, and for exponents beyond 9 digits.
  static std::optional<Decimal> parse(std::string_view text);

  [[nodiscard]] bool is_integer() const { return digits_.empty() || exponent_ >= 0; }
  // Whether this divided by `divisor`, which is not 0, is an integer. Of numbers that need more than 2000
  // digits it is not said (false).
  [[nodiscard]] bool is_multiple_of(const Decimal& divisor) const;
  // The nearest float64; infinite beyond its range.
  [[nodiscard]] double to_double() const;

  // The same text for the same number.
  [[nodiscard]] std::string key() const;

  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
  friend bool operator==(const Decimal& a, const Decimal& b) = default;

 private:
  bool negative_ = false;
  std::string digits_;  // without zeros at either end; empty for 0
  std::int64_t exponent_ = 0;
};

}  // namespace gimlet::schema
