#include "core/go/posix_zone.hpp"

#include <algorithm>
#include <cstdint>

namespace gimlet::go {
namespace {

constexpr UnixSeconds day_seconds = 86400;

// The day of a change of clocks, and when on it: seconds after midnight by the clocks before.
struct Change {
  enum class Kind : std::uint8_t { julian, day_of_year, weekday };
  Kind kind = Kind::weekday;
  int month = 1;
  int week = 1;
  int day = 0;
  int time = 2 * 3600;
};

bool is_leap(std::int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

std::int64_t year_of(UnixSeconds time) {
  std::int64_t year = 1970 + time / (day_seconds * 366);
  while (days_from_civil(year + 1, 1, 1) * day_seconds <= time) ++year;
  while (days_from_civil(year, 1, 1) * day_seconds > time) --year;
  return year;
}

// Seconds from the beginning of a year to a change, by the clocks before it.
UnixSeconds moment(const Change& change, std::int64_t year) {
  const std::int64_t new_year = days_from_civil(year, 1, 1);
  std::int64_t day = 0;
  if (change.kind == Change::Kind::julian) {
    day = change.day - 1 + (is_leap(year) && change.day >= 60 ? 1 : 0);
  } else if (change.kind == Change::Kind::day_of_year) {
    day = change.day;
  } else {
    const auto month = static_cast<unsigned>(change.month);
    const std::int64_t first = days_from_civil(year, month, 1);
    const std::int64_t next =
        month == 12 ? days_from_civil(year + 1, 1, 1) : days_from_civil(year, month + 1, 1);
    const std::int64_t weekday = ((first + 4) % 7 + 7) % 7;
    constexpr std::int64_t week_days = 7;
    std::int64_t found = first + (change.day - weekday + 7) % 7 + (change.week - 1) * week_days;
    while (found >= next) found -= 7;
    day = found - new_year;
  }
  return day * day_seconds + change.time;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  // "CET" or "<+03>"; empty if there is none.
  std::string_view name() {
    if (skip('<')) {
      const auto end = rest_.find('>');
      if (end == std::string_view::npos) return {};
      const std::string_view found = rest_.substr(0, end);
      rest_.remove_prefix(end + 1);
      return found;
    }
    const auto end = std::min(rest_.find_first_of("0123456789,-+"), rest_.size());
    const std::string_view found = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return end >= 3 ? found : std::string_view();
  }

  // "[+-]hh[:mm[:ss]]" in seconds.
  std::optional<int> time() {
    const bool negative = skip('-');
    if (!negative) skip('+');
    const auto hours = number();
    if (!hours) return std::nullopt;
    int seconds = *hours * 3600;
    for (const int unit : {60, 1}) {
      if (!skip(':')) break;
      const auto part = number();
      if (!part) return std::nullopt;
      seconds += *part * unit;
    }
    return negative ? -seconds : seconds;
  }

  // "M3.5.0/3", "J60", "59".
  std::optional<Change> change() {
    Change change;
    if (skip('M')) {
      const auto month = number();
      const auto week = skip('.') ? number() : std::nullopt;
      const auto day = skip('.') ? number() : std::nullopt;
      if (!month || !week || !day || *month < 1 || *month > 12) return std::nullopt;
      change.month = *month;
      change.week = *week;
      change.day = *day;
    } else {
      change.kind = skip('J') ? Change::Kind::julian : Change::Kind::day_of_year;
      const auto day = number();
      if (!day) return std::nullopt;
      change.day = *day;
    }
    if (skip('/')) {
      const auto at = time();
      if (!at) return std::nullopt;
      change.time = *at;
    }
    return change;
  }

  bool skip(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] bool at(char c) const { return rest_.starts_with(c); }

 private:
  std::optional<int> number() {
    constexpr int beyond = 10'000;
    int value = 0;
    std::size_t digits = 0;
    for (; digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9' && value < beyond;
         ++digits) {
      value = value * 10 + (rest_[digits] - '0');
    }
    rest_.remove_prefix(digits);
    return digits == 0 ? std::nullopt : std::optional(value);
  }

  std::string_view rest_;
};

}  // namespace

std::optional<ZoneOffset> posix_zone_at(std::string_view rule, UnixSeconds time) {
  Reader reader(rule);
  const std::string_view name = reader.name();
  const auto west = reader.time();
  if (name.empty() || !west) return std::nullopt;
  const ZoneOffset standard{-*west, std::string(name)};
  if (reader.at_end()) return standard;

  const std::string_view summer_name = reader.name();
  if (summer_name.empty()) return std::nullopt;
  ZoneOffset summer{standard.seconds + 3600, std::string(summer_name)};
  if (!reader.at_end() && !reader.at(',')) {
    const auto summer_west = reader.time();
    if (!summer_west) return std::nullopt;
    summer.seconds = -*summer_west;
  }
  const auto start = reader.skip(',') ? reader.change() : std::nullopt;
  const auto end = reader.skip(',') ? reader.change() : std::nullopt;
  if (!start || !end || !reader.at_end()) return std::nullopt;

  const std::int64_t year = year_of(time + standard.seconds);
  const UnixSeconds in_year = time - days_from_civil(year, 1, 1) * day_seconds;
  const UnixSeconds from = moment(*start, year) - standard.seconds;
  const UnixSeconds to = moment(*end, year) - summer.seconds;
  const bool is_summer = from < to ? in_year >= from && in_year < to : in_year >= from || in_year < to;
  return is_summer ? summer : standard;
}

}  // namespace gimlet::go
