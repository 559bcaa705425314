#include "core/go/time.hpp"

#include <cmath>

#include <fmt/format.h>

#include "core/go/time_layout.hpp"

namespace gimlet::go {
namespace {

using Part = LayoutPart;

constexpr std::int64_t day_seconds = 86400;

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

// The proleptic Gregorian date of a day, counted from 1970-01-01: years that begin in March make leap days
// the last.
Date date_of(UnixSeconds local_seconds) {
  const std::int64_t days = floor_divide(local_seconds, day_seconds);
  const auto second_of_day = static_cast<int>(local_seconds - days * day_seconds);
  const std::int64_t shifted = days + 719468;
  const std::int64_t era = floor_divide(shifted, 146097);
  const std::int64_t day_of_era = shifted - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t march_month = (5 * day_of_year + 2) / 153;
  Date civil;
  civil.day = static_cast<int>(day_of_year - (153 * march_month + 2) / 5 + 1);
  civil.month = static_cast<int>(march_month < 10 ? march_month + 3 : march_month - 9);
  civil.year = year_of_era + era * 400 + (civil.month <= 2 ? 1 : 0);
  civil.hour = second_of_day / 3600;
  civil.minute = second_of_day / 60 % 60;
  civil.second = second_of_day % 60;
  civil.weekday = static_cast<int>(((days + 4) % 7 + 7) % 7);
  civil.year_day = static_cast<int>(days - days_from_civil(civil.year, 1, 1)) + 1;
  return civil;
}

std::string zone_text(int seconds, bool colon, bool hours_only, bool with_seconds) {
  const int size = std::abs(seconds);
  std::string text = fmt::format("{}{:02}", seconds < 0 ? '-' : '+', size / 3600);
  const auto* separator = colon ? ":" : "";
  if (!hours_only) text += fmt::format("{}{:02}", separator, size / 60 % 60);
  if (with_seconds) text += fmt::format("{}{:02}", separator, size % 60);
  return text;
}

std::string zone_part(Part part, int seconds) {
  switch (part) {
    case Part::zone:
      return zone_text(seconds, false, false, false);
    case Part::zone_colon:
      return zone_text(seconds, true, false, false);
    case Part::zone_hours:
      return zone_text(seconds, false, true, false);
    case Part::zone_seconds:
      return zone_text(seconds, false, false, true);
    case Part::zone_colon_seconds:
      return zone_text(seconds, true, false, true);
    case Part::iso_zone:
      return seconds == 0 ? "Z" : zone_text(seconds, false, false, false);
    case Part::iso_zone_colon:
      return seconds == 0 ? "Z" : zone_text(seconds, true, false, false);
    case Part::iso_zone_hours:
      return seconds == 0 ? "Z" : zone_text(seconds, false, true, false);
    case Part::iso_zone_seconds:
      return seconds == 0 ? "Z" : zone_text(seconds, false, false, true);
    case Part::iso_zone_colon_seconds:
      return seconds == 0 ? "Z" : zone_text(seconds, true, false, true);
    default:
      return "";
  }
}

std::string fraction_text(const LayoutToken& token, int nanoseconds) {
  std::string digits = fmt::format("{:09}", nanoseconds);
  digits.resize(token.text.size() - 1, '0');
  if (token.part == Part::trimmed_fraction) {
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.empty()) return "";
  }
  return token.text[0] + digits;
}

std::string date_part(Part part, const Date& civil) {
  const auto month = month_names.at(static_cast<std::size_t>(civil.month - 1));
  const auto weekday = weekday_names.at(static_cast<std::size_t>(civil.weekday));
  switch (part) {
    case Part::long_month:
      return std::string(month);
    case Part::month_name:
      return std::string(month.substr(0, 3));
    case Part::month:
      return std::to_string(civil.month);
    case Part::zero_month:
      return fmt::format("{:02}", civil.month);
    case Part::long_weekday:
      return std::string(weekday);
    case Part::weekday:
      return std::string(weekday.substr(0, 3));
    case Part::day:
      return std::to_string(civil.day);
    case Part::space_day:
      return fmt::format("{:2}", civil.day);
    case Part::zero_day:
      return fmt::format("{:02}", civil.day);
    case Part::zero_year_day:
      return fmt::format("{:03}", civil.year_day);
    case Part::space_year_day:
      return fmt::format("{:3}", civil.year_day);
    case Part::long_year:
      return fmt::format("{}{:04}", civil.year < 0 ? "-" : "", std::abs(civil.year));
    case Part::year:
      return fmt::format("{:02}", std::abs(civil.year % 100));
    default:
      return "";
  }
}

std::string clock_part(Part part, const Date& civil) {
  const int hour12 = civil.hour % 12 == 0 ? 12 : civil.hour % 12;
  switch (part) {
    case Part::hour:
      return fmt::format("{:02}", civil.hour);
    case Part::hour12:
      return std::to_string(hour12);
    case Part::zero_hour12:
      return fmt::format("{:02}", hour12);
    case Part::minute:
      return std::to_string(civil.minute);
    case Part::zero_minute:
      return fmt::format("{:02}", civil.minute);
    case Part::second:
      return std::to_string(civil.second);
    case Part::zero_second:
      return fmt::format("{:02}", civil.second);
    case Part::upper_pm:
      return civil.hour >= 12 ? "PM" : "AM";
    case Part::lower_pm:
      return civil.hour >= 12 ? "pm" : "am";
    default:
      return "";
  }
}

}  // namespace

Date Time::date() const {
  return date_of(seconds_ + zone_->at(seconds_).seconds);
}

std::string Time::format(std::string_view layout) const {
  const ZoneOffset offset = zone_->at(seconds_);
  const Date civil = date_of(seconds_ + offset.seconds);
  std::string text;
  while (!layout.empty()) {
    const LayoutToken token = next_layout_token(layout);
    if (token.part == Part::none) {
      text += token.text;
    } else if (token.part == Part::fraction || token.part == Part::trimmed_fraction) {
      text += fraction_text(token, nanoseconds_);
    } else if (token.part == Part::zone_name) {
      text += offset.name.empty() ? zone_text(offset.seconds, false, false, false) : offset.name;
    } else {
      // A part is one of the three kinds; the others give nothing.
      text += date_part(token.part, civil) + clock_part(token.part, civil) +
              zone_part(token.part, offset.seconds);
    }
  }
  return text;
}

std::string Time::str() const {
  return format("2006-01-02 15:04:05.999999999 -0700 MST");
}

Time Time::plus(Nanoseconds duration) const {
  UnixSeconds seconds = seconds_ + duration / one_second;
  std::int64_t rest = nanoseconds_ + duration % one_second;
  seconds += rest < 0 ? -1 : rest / one_second;
  rest = rest < 0 ? rest + one_second : rest % one_second;
  return Time(seconds, static_cast<int>(rest), zone_);
}

Time Time::plus_date(std::int64_t years, std::int64_t months, std::int64_t days) const {
  const Date civil = date();
  const std::int64_t month = civil.month - 1 + months;
  const std::int64_t carried = floor_divide(month, 12);
  const auto month_of_year = static_cast<unsigned>(month - carried * 12 + 1);
  const std::int64_t day =
      days_from_civil(civil.year + years + carried, month_of_year, 1) + civil.day - 1 + days;
  const UnixSeconds local =
      day * day_seconds + UnixSeconds{civil.hour * 60 + civil.minute} * 60 + civil.second;
  // As Go finds the offset that holds then: the local time is looked up as if it were UTC's, and once more if
  // that was on the wrong side of a change of clocks.
  const int first = zone_->at(local).seconds;
  const UnixSeconds seconds = first == 0 ? local : local - zone_->at(local - first).seconds;
  return Time(seconds, nanoseconds_, zone_);
}

}  // namespace gimlet::go
