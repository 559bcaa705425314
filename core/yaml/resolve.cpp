#include "core/yaml/resolve.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace gimlet::yaml {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

Resolved of_bool(bool value) {
  Resolved result;
  result.kind = Resolved::Kind::boolean;
  result.boolean = value;
  return result;
}

Resolved of_float(double value) {
  Resolved result;
  result.kind = Resolved::Kind::floating;
  result.floating = value;
  return result;
}

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

std::optional<Resolved> resolve_word(std::string_view text, Dialect dialect) {
  static constexpr std::array<std::string_view, 3> truths{"true", "True", "TRUE"};
  static constexpr std::array<std::string_view, 3> falsehoods{"false", "False", "FALSE"};
  static constexpr std::array<std::string_view, 8> old_truths{"y",   "Y",  "yes", "Yes",
                                                              "YES", "on", "On",  "ON"};
  static constexpr std::array<std::string_view, 8> old_falsehoods{"n",  "N",   "no",  "No",
                                                                  "NO", "off", "Off", "OFF"};
  static constexpr std::array<std::string_view, 5> nulls{"", "~", "null", "Null", "NULL"};
  static constexpr std::array<std::string_view, 3> nans{".nan", ".NaN", ".NAN"};
  static constexpr std::array<std::string_view, 6> infinities{".inf",  ".Inf",  ".INF",
                                                              "+.inf", "+.Inf", "+.INF"};
  static constexpr std::array<std::string_view, 3> negative_infinities{"-.inf", "-.Inf", "-.INF"};
  if (text.size() > 5) return std::nullopt;
  if (is_one_of(text, truths)) return of_bool(true);
  if (is_one_of(text, falsehoods)) return of_bool(false);
  if (dialect == Dialect::v2 && is_one_of(text, old_truths)) return of_bool(true);
  if (dialect == Dialect::v2 && is_one_of(text, old_falsehoods)) return of_bool(false);
  if (is_one_of(text, nulls)) {
    Resolved result;
    result.kind = Resolved::Kind::null;
    return result;
  }
  if (is_one_of(text, nans)) return of_float(std::numeric_limits<double>::quiet_NaN());
  if (is_one_of(text, infinities)) return of_float(std::numeric_limits<double>::infinity());
  if (is_one_of(text, negative_infinities)) return of_float(-std::numeric_limits<double>::infinity());
  return std::nullopt;
}

// The base that a number's prefix says, with the prefix taken off: 0x, 0b, 0o, or a leading 0 for octal.
int take_base(std::string_view& digits) {
  if (digits.empty() || digits[0] != '0') return 10;
  if (digits.size() >= 3) {
    int base = 0;
    switch (digits[1]) {
      case 'x':
      case 'X':
        base = 16;
        break;
      case 'b':
      case 'B':
        base = 2;
        break;
      case 'o':
      case 'O':
        base = 8;
        break;
      default:
        break;
    }
    if (base != 0) {
      digits.remove_prefix(2);
      return base;
    }
  }
  if (digits.size() > 1) digits.remove_prefix(1);
  return 8;
}

std::optional<Resolved> resolve_integer(std::string_view text) {
  const bool is_signed = text[0] == '-' || text[0] == '+';
  const bool negative = text[0] == '-';
  std::string_view digits = is_signed ? text.substr(1) : text;
  if (digits.empty()) return std::nullopt;
  const int base = take_base(digits);
  std::uint64_t magnitude = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude, base);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;

  constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  Resolved result;
  result.kind = Resolved::Kind::integer;
  if (magnitude <= largest) {
    result.integer = negative ? -static_cast<std::int64_t>(magnitude) : static_cast<std::int64_t>(magnitude);
  } else if (negative && magnitude == largest + 1) {
    result.integer = std::numeric_limits<std::int64_t>::min();
  } else if (!is_signed) {
    result.kind = Resolved::Kind::unsigned_integer;
    result.unsigned_integer = magnitude;
  } else {
    return std::nullopt;
  }
  return result;
}

// [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
bool has_float_syntax(std::string_view text) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t start = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at - start;
  };
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
  const bool whole = digits() > 0;
  bool fraction = false;
  if (at < text.size() && text[at] == '.') {
    ++at;
    fraction = digits() > 0;
  }
  if (!whole && !fraction) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

std::optional<Resolved> resolve_float(std::string_view text) {
  if (!has_float_syntax(text)) return std::nullopt;
  if (text[0] == '+') text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) {
    value = std::strtod(std::string(text).c_str(), nullptr);  // tells too large from too small
    if (std::isinf(value)) return std::nullopt;
  } else if (error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return of_float(value);
}

struct Timestamp {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::string_view fraction;
  char zone_sign = '+';
  int zone_hours = 0;
  int zone_minutes = 0;
};

// Reads the parts of a date one by one; every reader returns false when the text does not go on that way.
class DateScanner {
 public:
  explicit DateScanner(std::string_view text) : rest_(text) {}

  bool number(std::size_t min_digits, std::size_t max_digits, int& value) {
    std::size_t count = 0;
    value = 0;
    while (count < max_digits && count < rest_.size() && is_digit(rest_[count])) {
      value = value * 10 + (rest_[count] - '0');
      ++count;
    }
    rest_.remove_prefix(count);
    return count >= min_digits;
  }
  bool literal(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  // A dot or comma and any number of digits, or nothing; gives the digits.
  std::string_view fraction() {
    if (rest_.size() < 2 || (rest_[0] != '.' && rest_[0] != ',') || !is_digit(rest_[1])) return {};
    std::size_t end = 1;
    while (end < rest_.size() && is_digit(rest_[end])) ++end;
    const std::string_view digits = rest_.substr(1, end - 1);
    rest_.remove_prefix(end);
    return digits;
  }
  // Z, or the hours and minutes of an offset.
  bool zone(Timestamp& stamp) {
    if (literal('Z')) return true;
    stamp.zone_sign = rest_.empty() ? '+' : rest_[0];
    return (literal('+') || literal('-')) && number(2, 2, stamp.zone_hours) && literal(':') &&
           number(2, 2, stamp.zone_minutes) && stamp.zone_hours <= 24 && stamp.zone_minutes < 60;
  }
  [[nodiscard]] bool done() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days.at(static_cast<std::size_t>(month - 1));
}

// The timestamp formats go-yaml knows: a date; a date, T or t, a time and a zone; a date, a space and a time.
std::optional<Timestamp> parse_timestamp(std::string_view text) {
  DateScanner scan(text);
  Timestamp stamp;
  if (!scan.number(4, 4, stamp.year) || !scan.literal('-') || !scan.number(1, 2, stamp.month) ||
      !scan.literal('-') || !scan.number(1, 2, stamp.day)) {
    return std::nullopt;
  }
  if (stamp.month < 1 || stamp.month > 12 || stamp.day < 1 ||
      stamp.day > days_in_month(stamp.year, stamp.month)) {
    return std::nullopt;
  }
  if (scan.done()) return stamp;
  const bool with_zone = scan.literal('T') || scan.literal('t');
  if (!with_zone && !scan.literal(' ')) return std::nullopt;
  if (!scan.number(1, 2, stamp.hour) || !scan.literal(':') || !scan.number(1, 2, stamp.minute) ||
      !scan.literal(':') || !scan.number(1, 2, stamp.second)) {
    return std::nullopt;
  }
  if (stamp.hour >= 24 || stamp.minute >= 60 || stamp.second >= 60) return std::nullopt;
  stamp.fraction = scan.fraction();
  if ((with_zone && !scan.zone(stamp)) || !scan.done()) return std::nullopt;
  return stamp;
}

Resolved resolve_number(std::string_view text) {
  if (parse_timestamp(text)) {
    Resolved result;
    result.kind = Resolved::Kind::timestamp;
    return result;
  }
  std::string without_underscores;
  if (text.find('_') != std::string_view::npos) {
    without_underscores = text;
    std::erase(without_underscores, '_');
    text = without_underscores;
  }
  if (text.empty()) return {};
  if (const auto integer = resolve_integer(text)) return *integer;
  if (const auto floating = resolve_float(text)) return *floating;
  return {};
}

// A number that begins with its point: here Go's own parser decides, which takes an underscore only between
// digits.
Resolved resolve_fraction(std::string_view text) {
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      digits += text[i];
    } else if (!is_digit(text[i - 1]) || i + 1 == text.size() || !is_digit(text[i + 1])) {
      return {};
    }
  }
  return resolve_float(digits).value_or(Resolved{});
}

}  // namespace

Resolved resolve_plain(std::string_view text, Dialect dialect) {
  constexpr std::string_view word_starts = "yYnNtTfFoO~.+-";
  const char first = text.empty() ? '~' : text[0];
  if (word_starts.find(first) != std::string_view::npos) {
    if (const auto word = resolve_word(text, dialect)) return *word;
    if (first == '.') return resolve_fraction(text);
  }
  if (is_digit(first) || first == '+' || first == '-') return resolve_number(text);
  return {};
}

std::string_view tag_of(Resolved::Kind kind) {
  switch (kind) {
    case Resolved::Kind::null:
      return "!!null";
    case Resolved::Kind::boolean:
      return "!!bool";
    case Resolved::Kind::integer:
    case Resolved::Kind::unsigned_integer:
      return "!!int";
    case Resolved::Kind::floating:
      return "!!float";
    case Resolved::Kind::timestamp:
      return "!!timestamp";
    case Resolved::Kind::string:
      break;
  }
  return "!!str";
}

std::string format_timestamp(std::string_view text) {
  const std::optional<Timestamp> stamp = parse_timestamp(text);
  if (!stamp) return "";
  std::string result = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", stamp->year, stamp->month,
                                   stamp->day, stamp->hour, stamp->minute, stamp->second);
  constexpr std::size_t nanosecond_digits = 9;
  std::string_view fraction = stamp->fraction.substr(0, nanosecond_digits);
  fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);
  if (!fraction.empty()) result += fmt::format(".{}", fraction);
  if (stamp->zone_hours == 0 && stamp->zone_minutes == 0) return result + "Z";
  return result + fmt::format("{}{:02}:{:02}", stamp->zone_sign, stamp->zone_hours, stamp->zone_minutes);
}

bool is_sexagesimal(std::string_view text) {
  std::size_t at = 0;
  const auto at_digit = [&] { return at < text.size() && is_digit(text[at]); };
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) ++at;
  if (!at_digit()) return false;
  while (at_digit() || (at < text.size() && text[at] == '_')) ++at;
  int groups = 0;
  while (at < text.size() && text[at] == ':') {
    ++at;
    if (!at_digit()) return false;
    const bool may_be_tens = text[at] <= '5';
    ++at;
    if (may_be_tens && at_digit()) ++at;
    ++groups;
  }
  if (groups == 0) return false;
  if (at < text.size() && text[at] == '.') {
    ++at;
    while (at_digit() || (at < text.size() && text[at] == '_')) ++at;
  }
  return at == text.size();
}

}  // namespace gimlet::yaml
