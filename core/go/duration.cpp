#include "core/go/duration.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "core/util/error.hpp"

namespace gimlet::go {
namespace {

[[noreturn]] void fail(const std::string& message) {
  throw Error(ErrorCode::bad_input, message);
}

constexpr std::uint64_t beyond = std::uint64_t{1} << 63U;

struct Unit {
  std::string_view name;
  std::uint64_t nanoseconds;
};

constexpr std::uint64_t minute = 60'000'000'000;
constexpr std::uint64_t hour = 60 * minute;

constexpr std::array<Unit, 8> units{{{"ns", 1},
                                     {"us", 1'000},
                                     {"\u00B5s", 1'000},
                                     {"\u03BCs", 1'000},
                                     {"ms", 1'000'000},
                                     {"s", 1'000'000'000},
                                     {"m", minute},
                                     {"h", hour}}};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t digits_at(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
}

// A whole number of at most 2^63; nullopt if it is larger.
std::optional<std::uint64_t> whole_number(std::string_view digits) {
  std::uint64_t number = 0;
  for (const char c : digits) {
    if (number > beyond / 10) return std::nullopt;
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
    if (number > beyond) return std::nullopt;
  }
  return number;
}

// The digits behind a point as number / scale; more of them than fit are ignored.
struct Fraction {
  std::uint64_t number = 0;
  double scale = 1;
};

Fraction fraction_of(std::string_view digits) {
  Fraction fraction;
  for (const char c : digits) {
    if (fraction.number > (beyond - 1) / 10) break;
    const std::uint64_t next = fraction.number * 10 + static_cast<std::uint64_t>(c - '0');
    if (next > beyond) break;
    fraction.number = next;
    fraction.scale *= 10;
  }
  return fraction;
}

[[noreturn]] void fail_duration(const char* what, std::string_view text) {
  fail(fmt::format("time: {} duration {}", what, time_quote(text)));
}

std::uint64_t unit_at(std::string_view name, std::string_view text) {
  if (name.empty()) fail_duration("missing unit in", text);
  const auto* const unit =
      std::find_if(units.begin(), units.end(), [&](const Unit& u) { return u.name == name; });
  if (unit == units.end()) {
    fail(fmt::format("time: unknown unit {} in duration {}", time_quote(name), time_quote(text)));
  }
  return unit->nanoseconds;
}

// Takes one number with its unit off `rest`.
std::uint64_t take_part(std::string_view& rest, std::string_view text) {
  if (rest[0] != '.' && !is_digit(rest[0])) fail_duration("invalid", text);
  const std::string_view whole = rest.substr(0, digits_at(rest));
  rest.remove_prefix(whole.size());
  const auto number = whole_number(whole);
  if (!number) fail_duration("invalid", text);
  std::string_view after_point;
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    after_point = rest.substr(0, digits_at(rest));
    rest.remove_prefix(after_point.size());
  }
  if (whole.empty() && after_point.empty()) fail_duration("invalid", text);

  const auto* const name_end =
      std::find_if(rest.begin(), rest.end(), [](char c) { return c == '.' || is_digit(c); });
  const std::string_view name = rest.substr(0, static_cast<std::size_t>(name_end - rest.begin()));
  rest.remove_prefix(name.size());
  const std::uint64_t unit = unit_at(name, text);
  if (*number > beyond / unit) fail_duration("invalid", text);
  std::uint64_t value = *number * unit;
  const Fraction fraction = fraction_of(after_point);
  if (fraction.number > 0) {
    value += static_cast<std::uint64_t>(static_cast<double>(fraction.number) *
                                        (static_cast<double>(unit) / fraction.scale));
    if (value > beyond) fail_duration("invalid", text);
  }
  return value;
}

// value / unit with a fraction of as many digits as it has.
std::string decimal(std::uint64_t value, std::uint64_t unit) {
  std::string text = std::to_string(value / unit);
  std::uint64_t rest = value % unit;
  if (rest == 0) return text;
  text += '.';
  while (rest != 0) {
    rest *= 10;
    text += static_cast<char>('0' + rest / unit);
    rest %= unit;
  }
  return text;
}

std::uint64_t size_of(Nanoseconds duration) {
  return duration < 0 ? 0 - static_cast<std::uint64_t>(duration) : static_cast<std::uint64_t>(duration);
}

}  // namespace

std::string time_quote(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < ' ' || byte >= 0x80) {
      quoted += fmt::format("\\x{:02x}", static_cast<unsigned>(byte));
    } else {
      if (c == '"' || c == '\\') quoted += '\\';
      quoted += c;
    }
  }
  return quoted + '"';
}

Nanoseconds parse_duration(std::string_view text) {
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  if (rest == "0") return 0;
  if (rest.empty()) fail_duration("invalid", text);
  std::uint64_t total = 0;
  while (!rest.empty()) {
    total += take_part(rest, text);
    if (total > beyond) fail_duration("invalid", text);
  }
  if (negative) return static_cast<Nanoseconds>(0 - total);
  if (total == beyond) fail_duration("invalid", text);
  return static_cast<Nanoseconds>(total);
}

std::string format_duration(Nanoseconds duration) {
  const std::uint64_t size = size_of(duration);
  const std::string sign = duration < 0 ? "-" : "";
  constexpr std::uint64_t second = one_second;
  if (size == 0) return "0s";
  if (size < 1'000) return sign + std::to_string(size) + "ns";
  if (size < 1'000'000) return sign + decimal(size, 1'000) + "\u00B5s";
  if (size < second) return sign + decimal(size, 1'000'000) + "ms";
  std::string text = sign;
  if (size >= hour) text += std::to_string(size / hour) + "h";
  if (size >= minute) text += std::to_string(size / minute % 60) + "m";
  return text + decimal(size % minute, second) + "s";
}

Nanoseconds rounded_to_second(Nanoseconds duration) {
  const std::uint64_t size = size_of(duration);
  constexpr std::uint64_t second = one_second;
  const std::uint64_t rest = size % second;
  const bool up = rest + rest >= second;
  const std::uint64_t result = up ? size - rest + second : size - rest;
  if (duration < 0) return result > beyond ? INT64_MIN : static_cast<Nanoseconds>(0 - result);
  return result >= beyond ? INT64_MAX : static_cast<Nanoseconds>(result);
}

}  // namespace gimlet::go
