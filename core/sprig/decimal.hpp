#pragma once

#include <memory>
#include <utility>

struct bignum_st;  // libcrypto's BIGNUM

namespace gimlet::sprig {

// A decimal number of any size, as shopspring/decimal calculates with: an integer times a power of ten.
class Decimal {
 public:
  // The shortest decimal that reads back as this float. Throws bad_input for infinities and NaN.
  explicit Decimal(double value);

  [[nodiscard]] Decimal plus(const Decimal& other) const;
  [[nodiscard]] Decimal minus(const Decimal& other) const;
  [[nodiscard]] Decimal times(const Decimal& other) const;
  // Rounded to 16 decimal places, halves away from zero. Throws bad_input for a divisor of 0.
  [[nodiscard]] Decimal divided_by(const Decimal& other) const;

  // The nearest float64; infinite beyond its range.
  [[nodiscard]] double to_double() const;

 private:
  struct Free {
    void operator()(bignum_st* number) const;
  };
  using Number = std::unique_ptr<bignum_st, Free>;

  Decimal(Number value, int exponent) : value_(std::move(value)), exponent_(exponent) {}
  static Number checked(bignum_st* number);
  static void check(int ok);
  // value * 10^exponent as an integer; exponent must not be negative.
  static Number scaled(const bignum_st* value, int exponent);

  Number value_;
  int exponent_ = 0;
};

}  // namespace gimlet::sprig
