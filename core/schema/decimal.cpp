#include "core/schema/decimal.hpp"

#include <algorithm>
#include <charconv>
#include <compare>
#include <cstdlib>
#include <vector>

namespace gimlet::schema {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// An integer of any size without a sign, in groups of 32 bits, the lowest first.
using Big = std::vector<std::uint32_t>;

Big big_of(std::string_view digits) {
  Big number;
  for (const char c : digits) {
    std::uint64_t carry = static_cast<std::uint64_t>(c - '0');
    for (std::uint32_t& group : number) {
      carry += static_cast<std::uint64_t>(group) * 10;
      group = static_cast<std::uint32_t>(carry);
      carry >>= 32U;
    }
    if (carry != 0) number.push_back(static_cast<std::uint32_t>(carry));
  }
  return number;
}

bool is_less(const Big& a, const Big& b) {
  if (a.size() != b.size()) return a.size() < b.size();
  return std::lexicographical_compare(a.rbegin(), a.rend(), b.rbegin(), b.rend());
}

void subtract(Big& from, const Big& number) {
  std::int64_t borrow = 0;
  for (std::size_t i = 0; i < from.size(); ++i) {
    borrow += static_cast<std::int64_t>(from[i]);
    if (i < number.size()) borrow -= static_cast<std::int64_t>(number[i]);
    from[i] = static_cast<std::uint32_t>(borrow);
    borrow >>= 32;  // -1 or 0
  }
  while (!from.empty() && from.back() == 0) from.pop_back();
}

// Shifts left by one bit and puts a bit at the end.
void push_bit(Big& number, bool bit) {
  std::uint32_t carry = bit ? 1 : 0;
  for (std::uint32_t& group : number) {
    const std::uint32_t next = group >> 31U;
    group = (group << 1U) | carry;
    carry = next;
  }
  if (carry != 0) number.push_back(carry);
}

bool divides(const Big& divisor, const Big& number) {
  Big remainder;
  for (auto group = number.rbegin(); group != number.rend(); ++group) {
    for (unsigned bit = 32; bit-- > 0;) {
      push_bit(remainder, ((*group >> bit) & 1U) != 0);
      if (!is_less(remainder, divisor)) subtract(remainder, divisor);
    }
  }
  return remainder.empty();
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  Decimal number;
  if (text.starts_with('-') || text.starts_with('+')) {
    number.negative_ = text[0] == '-';
    text.remove_prefix(1);
  }
  const std::size_t mark = text.find_first_of("eE");
  if (mark != std::string_view::npos) {
    std::string_view exponent = text.substr(mark + 1);
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    constexpr std::size_t max_digits = 10;
    const auto [end, error] =
        std::from_chars(exponent.data(), exponent.data() + exponent.size(), number.exponent_);
    if (error != std::errc() || end != exponent.data() + exponent.size() || exponent.size() > max_digits) {
      return std::nullopt;
    }
    text = text.substr(0, mark);
  }
  const std::size_t point = text.find('.');
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == point) continue;
    if (!is_digit(text[i])) return std::nullopt;
    number.digits_ += text[i];
  }
  if (number.digits_.empty()) return std::nullopt;
  if (point != std::string_view::npos) number.exponent_ -= static_cast<std::int64_t>(text.size() - point - 1);
  number.digits_.erase(0, std::min(number.digits_.find_first_not_of('0'), number.digits_.size()));
  while (number.digits_.ends_with('0')) {
    number.digits_.pop_back();
    ++number.exponent_;
  }
  if (number.digits_.empty()) number = {};
  return number;
}

bool Decimal::is_multiple_of(const Decimal& divisor) const {
  if (digits_.empty()) return true;
  constexpr std::int64_t max_digits = 2000;
  const std::int64_t shift = exponent_ - divisor.exponent_;
  const auto zeros = static_cast<std::size_t>(shift < 0 ? -shift : shift);
  if (digits_.size() + divisor.digits_.size() + zeros > static_cast<std::size_t>(max_digits)) return false;
  std::string number = digits_;
  std::string by = divisor.digits_;
  (shift < 0 ? by : number).append(zeros, '0');
  return divides(big_of(by), big_of(number));
}

double Decimal::to_double() const {
  return std::strtod(key().c_str(), nullptr);
}

std::string Decimal::key() const {
  if (digits_.empty()) return "0";
  return (negative_ ? "-" : "") + digits_ + "e" + std::to_string(exponent_);
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  const auto sign = [](const Decimal& number) {
    return number.digits_.empty() ? 0 : (number.negative_ ? -1 : 1);
  };
  if (sign(a) != sign(b)) return sign(a) <=> sign(b);
  // Of the same sign: the longer integer part, then digit by digit.
  const auto magnitude = [](const Decimal& number) {
    return static_cast<std::int64_t>(number.digits_.size()) + number.exponent_;
  };
  std::strong_ordering order = magnitude(a) <=> magnitude(b);
  if (std::is_eq(order)) order = a.digits_ <=> b.digits_;
  if (sign(a) >= 0 || std::is_eq(order)) return order;
  return std::is_lt(order) ? std::strong_ordering::greater : std::strong_ordering::less;
}

}  // namespace gimlet::schema
