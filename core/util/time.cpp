#include "core/util/time.hpp"

#include <array>
#include <charconv>
#include <cstdlib>
#include <ctime>

#include <fmt/format.h>

#include "core/util/string.hpp"

namespace gimlet {
namespace {

// Takes exactly n digits from the front of text.
std::optional<unsigned> take_digits(std::string_view& text, std::size_t n) {
  if (text.size() < n) return std::nullopt;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + n, value);
  if (error != std::errc{} || end != text.data() + n) return std::nullopt;
  text.remove_prefix(n);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

unsigned days_in_month(unsigned year, unsigned month) {
  constexpr std::array<unsigned, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days.at(month - 1);
}

// "Z", "+02:00", "-0730", "" -> seconds east of UTC.
std::optional<std::int64_t> parse_offset(std::string_view text) {
  if (text.empty() || text == "Z" || text == "z") return 0;
  const bool west = text.front() == '-';
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  const auto hours = take_digits(text, 2);
  take(text, ':');
  const auto minutes = take_digits(text, 2);
  if (!hours || !minutes || !text.empty() || *hours > 23 || *minutes > 59) return std::nullopt;
  const std::int64_t seconds =
      static_cast<std::int64_t>(*hours) * 3600 + static_cast<std::int64_t>(*minutes) * 60;
  return west ? -seconds : seconds;
}

std::optional<std::int64_t> parse_time_of_day(std::string_view& text) {
  const auto hour = take_digits(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute) return std::nullopt;
  unsigned second = 0;
  if (take(text, ':')) {
    const auto given = take_digits(text, 2);
    if (!given) return std::nullopt;
    second = *given;
    if (take(text, '.')) text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
  }
  if (*hour > 23 || *minute > 59 || second > 60) return std::nullopt;
  return static_cast<std::int64_t>(*hour) * 3600 + static_cast<std::int64_t>(*minute) * 60 + second;
}

}  // namespace

UnixSeconds Clock::unix_seconds() const {
  return std::chrono::duration_cast<std::chrono::seconds>(now().time_since_epoch()).count();
}

std::int64_t Clock::unix_milliseconds() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(now().time_since_epoch()).count();
}

std::chrono::system_clock::time_point SystemClock::now() const {
  return std::chrono::system_clock::now();
}

std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day) {
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year)), std::chrono::month(month),
                                         std::chrono::day(day)};
  return std::chrono::sys_days(date).time_since_epoch().count();
}

std::optional<UnixSeconds> parse_time(std::string_view text) {
  text = trim(text);
  if (const auto seconds = whole_number(text); seconds && text.size() != 4) return seconds;
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day || *month < 1 || *month > 12 || *day < 1 || *day > days_in_month(*year, *month))
    return std::nullopt;
  std::int64_t seconds = days_from_civil(*year, *month, *day) * 86400;
  if (text.empty()) return seconds;
  if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
  const auto time_of_day = parse_time_of_day(text);
  if (!time_of_day) return std::nullopt;
  const auto offset = parse_offset(trim(text));
  if (!offset) return std::nullopt;
  return seconds + *time_of_day - *offset;
}

std::optional<UnixSeconds> parse_time_or_age(std::string_view text, UnixSeconds now) {
  text = trim(text);
  if (text.size() >= 2) {
    const std::string_view units = "smhdw";
    constexpr std::array<std::int64_t, 5> seconds{1, 60, 3600, 86400, 604800};
    const auto unit = units.find(text.back());
    const auto count = whole_number(text.substr(0, text.size() - 1));
    if (unit != std::string_view::npos && count && *count >= 0 && *count < 10'000'000'000) {
      return now - *count * seconds.at(unit);
    }
  }
  return parse_time(text);
}

std::string format_utc(UnixSeconds time) {
  const std::time_t value = time;
  std::tm parts{};
  gmtime_r(&value, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::string relative_time(UnixSeconds time, UnixSeconds now) {
  struct Unit {
    std::int64_t seconds;
    const char* name;
  };
  constexpr std::array<Unit, 6> units{{{31536000, "year"},
                                       {2592000, "month"},
                                       {604800, "week"},
                                       {86400, "day"},
                                       {3600, "hour"},
                                       {60, "minute"}}};
  const std::int64_t age = std::abs(now - time);
  for (const auto& unit : units) {
    const std::int64_t count = age / unit.seconds;
    if (count == 0) continue;
    const std::string span = fmt::format("{} {}{}", count, unit.name, count == 1 ? "" : "s");
    return time <= now ? span + " ago" : "in " + span;
  }
  return time <= now ? "just now" : "in a moment";
}

}  // namespace gimlet
