// Formats of RFC 3339, as Go's package time and santhosh-tekuri/jsonschema check them.

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include <fmt/format.h>

#include "core/go/strconv.hpp"
#include "core/schema/formats.hpp"
#include "core/util/string.hpp"

namespace gimlet::schema {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// A text in quotes as package time writes it into its errors: bytes that are not ASCII as \x.
std::string time_quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < ' ' || byte >= 0x80) {
      result += fmt::format("\\x{:02x}", static_cast<unsigned>(byte));
    } else {
      if (c == '"' || c == '\\') result += '\\';
      result += c;
    }
  }
  return result + "\"";
}

// time.Parse with the layout 2006-01-02.
class DateParser {
 public:
  explicit DateParser(std::string_view text) : text_(text), rest_(text) {}

  FormatProblem problem() {
    int year = 0;
    int month = 0;
    int day = 0;
    if (!number(4, "2006", year) || !literal() || !number(2, "01", month)) return problem_;
    constexpr int months = 12;
    if (month < 1 || month > months) return out_of_range("month");
    if (!literal() || !number(2, "02", day)) return problem_;
    if (!rest_.empty()) return "parsing time " + time_quoted(text_) + ": extra text: " + time_quoted(rest_);
    if (day < 1 || day > days_in(year, month)) return out_of_range("day");
    return std::nullopt;
  }

 private:
  bool fail(std::string_view element) {
    problem_ = fmt::format("parsing time {} as \"2006-01-02\": cannot parse {} as \"{}\"", time_quoted(text_),
                           time_quoted(rest_), element);
    return false;
  }

  bool number(std::size_t digits, std::string_view element, int& value) {
    const std::string_view part = rest_.substr(0, digits);
    if (part.size() < digits || !std::all_of(part.begin(), part.end(), is_digit)) return fail(element);
    std::from_chars(part.data(), part.data() + part.size(), value);
    rest_.remove_prefix(digits);
    return true;
  }

  bool literal() {
    if (!rest_.starts_with('-')) return fail("-");
    rest_.remove_prefix(1);
    return true;
  }

  [[nodiscard]] std::string out_of_range(std::string_view what) const {
    return fmt::format("parsing time {}: {} out of range", time_quoted(text_), what);
  }

  static int days_in(int year, int month) {
    constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days.at(static_cast<std::size_t>(month - 1));
  }

  std::string_view text_;
  std::string_view rest_;
  std::string problem_;
};

// strconv.Atoi of two characters; nullopt if they are no number.
std::optional<int> two_digits(std::string_view text) {
  int value = 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

constexpr int hours_in_day = 24;
constexpr int minutes_in_hour = 60;

// Takes "+01:00" and turns the minute of the day into UTC's.
FormatProblem offset_problem(std::string_view offset, int& minute_of_day) {
  constexpr std::size_t length = 6;
  if (offset.size() != length) return "offset must be 6 characters long";
  if (offset[0] != '+' && offset[0] != '-') return "offset must begin with plus/minus";
  if (offset[3] != ':') return "missing colon in offset in correct place";
  std::array<int, 2> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto part = two_digits(offset.substr(1 + i * 3, 2));
    if (!part) return "invalid hour/min in offset";
    if (*part < 0) return "non-positive hour/min in offset";
    parts.at(i) = *part;
  }
  if (parts[0] >= hours_in_day || parts[1] >= minutes_in_hour) return "hour/min in offset out of range";
  const int shift = parts[0] * minutes_in_hour + parts[1];
  minute_of_day += offset[0] == '+' ? -shift : shift;
  if (minute_of_day < 0) minute_of_day += hours_in_day * minutes_in_hour;
  return std::nullopt;
}

// The units of a duration's half, each with its number, in their order.
FormatProblem units_problem(std::string_view text, std::string_view all_units) {
  std::string_view units = all_units;
  while (!text.empty()) {
    const auto digits =
        static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
    if (digits == 0) return "missing number";
    text.remove_prefix(digits);
    if (text.empty()) return "missing unit";
    const std::size_t at = units.find(text[0]);
    if (at == std::string_view::npos) {
      const std::string unit = go::quote_rune(static_cast<unsigned char>(text[0]));
      const bool known = all_units.find(text[0]) != std::string_view::npos;
      return known ? fmt::format("unit {} out of order", unit) : fmt::format("invalid unit {}", unit);
    }
    units.remove_prefix(at + 1);
    text.remove_prefix(1);
  }
  return std::nullopt;
}

FormatProblem prefixed(std::string_view prefix, const FormatProblem& problem) {
  return problem ? FormatProblem(fmt::format("{}: {}", prefix, *problem)) : std::nullopt;
}

}  // namespace

FormatProblem date_problem(std::string_view text) {
  return DateParser(text).problem();
}

FormatProblem time_problem(std::string_view text) {
  constexpr std::size_t shortest = 9;  // hh:mm:ssZ
  if (text.size() < shortest) return "less than 9 characters long";
  if (text[2] != ':' || text[5] != ':') return "missing colon in correct place";
  std::array<int, 3> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto part = two_digits(text.substr(i * 3, 2));
    if (!part) return "invalid hour/min/sec";
    if (*part < 0) return "non-positive hour/min/sec";
    parts.at(i) = *part;
  }
  const auto [hour, minute, second] = parts;
  constexpr int leap_second = 60;
  if (hour >= hours_in_day || minute >= minutes_in_hour || second > leap_second)
    return "hour/min/sec out of range";
  text.remove_prefix(shortest - 1);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    const auto digits =
        static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
    if (digits == 0) return "no digits in second fraction";
    text.remove_prefix(digits);
  }
  int minute_of_day = hour * minutes_in_hour + minute;
  if (text != "z" && text != "Z") {
    if (auto problem = offset_problem(text, minute_of_day)) return problem;
  }
  const bool last_minute = minute_of_day == hours_in_day * minutes_in_hour - 1;
  if (second == leap_second && !last_minute) return "invalid leap second";
  return std::nullopt;
}

FormatProblem date_time_problem(std::string_view text) {
  constexpr std::size_t shortest = 20;  // yyyy-mm-ddThh:mm:ssZ
  constexpr std::size_t date_length = 10;
  if (text.size() < shortest) return "less than 20 characters long";
  if (text[date_length] != 't' && text[date_length] != 'T') return "11th character must be t or T";
  if (auto problem = date_problem(text.substr(0, date_length)))
    return prefixed("invalid date element", problem);
  return prefixed("invalid time element", time_problem(text.substr(date_length + 1)));
}

FormatProblem duration_problem(std::string_view text) {
  if (!text.starts_with('P')) return "must start with P";
  text.remove_prefix(1);
  if (text.empty()) return "nothing after P";
  if (text.ends_with('W')) {
    text.remove_suffix(1);
    if (text.empty()) return "no number in week";
    return std::all_of(text.begin(), text.end(), is_digit) ? std::nullopt : FormatProblem("invalid week");
  }
  static constexpr std::array<std::string_view, 2> units{"YMD", "HMS"};
  const std::vector<std::string> halves = split(text, 'T');
  for (std::size_t i = 0; i < halves.size(); ++i) {
    if (i != 0 && halves[i].empty()) return "no time elements";
    if (i >= units.size()) return "more than one T";
    if (auto problem = units_problem(halves[i], units.at(i))) return problem;
  }
  return std::nullopt;
}

FormatProblem period_problem(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return "missing slash";
  const std::string_view start = text.substr(0, slash);
  const std::string_view end = text.substr(slash + 1);
  if (start.starts_with('P')) {
    if (auto problem = duration_problem(start)) return prefixed("invalid start duration", problem);
    return prefixed("invalid end date-time", date_time_problem(end));
  }
  if (auto problem = date_time_problem(start)) return prefixed("invalid start date-time", problem);
  if (end.starts_with('P')) return prefixed("invalid end duration", duration_problem(end));
  return prefixed("invalid end date-time", date_time_problem(end));
}

}  // namespace gimlet::schema
