#include "core/sprig/decimal.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include <openssl/bn.h>

#include "core/go/strconv.hpp"
#include "core/sprig/convert.hpp"
#include "core/util/c_handle.hpp"
#include "core/util/error.hpp"

namespace gimlet::sprig {
namespace {

using Scratch = CHandle<BN_CTX, BN_CTX_free>;

void free_text(char* text) {
  OPENSSL_free(text);
}
using Text = CHandle<char, free_text>;

constexpr int division_places = 16;

[[noreturn]] void out_of_memory() {
  throw Error(ErrorCode::failed, "libcrypto could not calculate with a large number");
}

Scratch scratch() {
  Scratch made(BN_CTX_new());
  if (!made) out_of_memory();
  return made;
}

}  // namespace

void Decimal::Free::operator()(bignum_st* number) const {
  BN_free(number);
}

Decimal::Number Decimal::checked(bignum_st* number) {
  if (number == nullptr) out_of_memory();
  return Number(number);
}

void Decimal::check(int ok) {
  if (ok != 1) out_of_memory();
}

Decimal::Decimal(double value) : value_(checked(BN_new())) {
  if (!std::isfinite(value)) fail("Cannot create a Decimal from " + go::format_float(value));
  // "-1.2345e-07": the digits, and where their point is.
  std::string digits = go::format_float(value, 'e');
  const auto e = digits.find('e');
  exponent_ = std::stoi(digits.substr(e + 1));
  digits.resize(e);
  if (const auto point = digits.find('.'); point != std::string::npos) {
    exponent_ -= static_cast<int>(digits.size() - point - 1);
    digits.erase(point, 1);
  }
  BIGNUM* number = value_.get();
  if (BN_dec2bn(&number, digits.c_str()) == 0) out_of_memory();
}

Decimal::Number Decimal::scaled(const bignum_st* value, int exponent) {
  Number result = checked(BN_dup(value));
  if (exponent == 0) return result;
  const Scratch context = scratch();
  const Number power = checked(BN_new());
  const Number ten = checked(BN_new());
  const Number times = checked(BN_new());
  check(BN_set_word(ten.get(), 10));
  check(BN_set_word(times.get(), static_cast<BN_ULONG>(exponent)));
  check(BN_exp(power.get(), ten.get(), times.get(), context.get()));
  check(BN_mul(result.get(), result.get(), power.get(), context.get()));
  return result;
}

Decimal Decimal::plus(const Decimal& other) const {
  const int exponent = std::min(exponent_, other.exponent_);
  const Number left = scaled(value_.get(), exponent_ - exponent);
  const Number right = scaled(other.value_.get(), other.exponent_ - exponent);
  Number sum = checked(BN_new());
  check(BN_add(sum.get(), left.get(), right.get()));
  return {std::move(sum), exponent};
}

Decimal Decimal::minus(const Decimal& other) const {
  const int exponent = std::min(exponent_, other.exponent_);
  const Number left = scaled(value_.get(), exponent_ - exponent);
  const Number right = scaled(other.value_.get(), other.exponent_ - exponent);
  Number difference = checked(BN_new());
  check(BN_sub(difference.get(), left.get(), right.get()));
  return {std::move(difference), exponent};
}

Decimal Decimal::times(const Decimal& other) const {
  const Scratch context = scratch();
  Number product = checked(BN_new());
  check(BN_mul(product.get(), value_.get(), other.value_.get(), context.get()));
  return {std::move(product), exponent_ + other.exponent_};
}

Decimal Decimal::divided_by(const Decimal& other) const {
  if (BN_is_zero(other.value_.get()) == 1) fail("decimal division by 0");
  // Both sides times a power of ten, so that the quotient counts units of the last place.
  const int shift = exponent_ - other.exponent_ + division_places;
  const Number left = scaled(value_.get(), std::max(shift, 0));
  const Number right = scaled(other.value_.get(), std::max(-shift, 0));
  const Scratch context = scratch();
  Number quotient = checked(BN_new());
  const Number rest = checked(BN_new());
  check(BN_div(quotient.get(), rest.get(), left.get(), right.get(), context.get()));
  check(BN_lshift1(rest.get(), rest.get()));
  if (BN_ucmp(rest.get(), right.get()) >= 0) {
    const bool negative = BN_is_negative(left.get()) != BN_is_negative(right.get());
    check(negative ? BN_sub_word(quotient.get(), 1) : BN_add_word(quotient.get(), 1));
  }
  return {std::move(quotient), -division_places};
}

double Decimal::to_double() const {
  const Text digits(BN_bn2dec(value_.get()));
  if (!digits) out_of_memory();
  const std::string text = std::string(digits.get()) + "e" + std::to_string(exponent_);
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc::result_out_of_range) return value;
  const bool large = BN_num_bits(value_.get()) > 0 && exponent_ + static_cast<int>(text.find('e')) > 0;
  const double size = large ? std::numeric_limits<double>::infinity() : 0;
  return BN_is_negative(value_.get()) == 1 ? -size : size;
}

}  // namespace gimlet::sprig
