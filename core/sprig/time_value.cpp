#include "core/sprig/time_value.hpp"

#include <cmath>

#include <fmt/format.h>

#include "core/sprig/time_layout.hpp"
#include "core/template/arguments.hpp"

namespace gimlet::sprig {
namespace {

using Part = LayoutPart;

constexpr std::int64_t day_seconds = 86400;

struct Civil {
  std::int64_t year = 0;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int weekday = 0;
  int year_day = 1;
};

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

// The proleptic Gregorian date of a day, counted from 1970-01-01: years that begin in March make leap days
// the last.
Civil civil_of(UnixSeconds local_seconds) {
  const std::int64_t days = floor_divide(local_seconds, day_seconds);
  const auto second_of_day = static_cast<int>(local_seconds - days * day_seconds);
  const std::int64_t shifted = days + 719468;
  const std::int64_t era = floor_divide(shifted, 146097);
  const std::int64_t day_of_era = shifted - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t march_month = (5 * day_of_year + 2) / 153;
  Civil civil;
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

std::string date_part(Part part, const Civil& civil) {
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

std::string clock_part(Part part, const Civil& civil) {
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

std::string TimeValue::format(std::string_view layout) const {
  const ZoneOffset offset = zone_->at(seconds_);
  const Civil civil = civil_of(seconds_ + offset.seconds);
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

std::string TimeValue::print() const {
  return format("2006-01-02 15:04:05.999999999 -0700 MST");
}

TimeValue TimeValue::plus(Nanoseconds duration) const {
  UnixSeconds seconds = seconds_ + duration / one_second;
  std::int64_t rest = nanoseconds_ + duration % one_second;
  seconds += rest < 0 ? -1 : rest / one_second;
  rest = rest < 0 ? rest + one_second : rest % one_second;
  return {seconds, static_cast<int>(rest), zone_};
}

TimeValue TimeValue::plus_date(std::int64_t years, std::int64_t months, std::int64_t days) const {
  const Civil civil = civil_of(seconds_ + zone_->at(seconds_).seconds);
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
  return {seconds, nanoseconds_, zone_};
}

namespace {

Value object_of(const TimeValue& time) {
  return std::shared_ptr<Object>(
      std::make_shared<TimeValue>(time.seconds(), time.nanoseconds(), time.zone()));
}

// The parts of a date that methods give as numbers and names.
bool civil_member(std::string_view name, const Civil& civil, Value& result) {
  if (name == "Year") {
    result = Value::go_int(civil.year);
  } else if (name == "Month") {
    result = date_part(Part::long_month, civil);
  } else if (name == "Weekday") {
    result = date_part(Part::long_weekday, civil);
  } else if (name == "Day") {
    result = civil.day;
  } else if (name == "YearDay") {
    result = civil.year_day;
  } else if (name == "Hour") {
    result = civil.hour;
  } else if (name == "Minute") {
    result = civil.minute;
  } else if (name == "Second") {
    result = civil.second;
  } else {
    return false;
  }
  return true;
}

bool unix_member(std::string_view name, UnixSeconds seconds, std::int64_t nanoseconds, Value& result) {
  if (name == "Unix") {
    result = Value::go_int64(seconds);
  } else if (name == "UnixMilli") {
    result = Value::go_int64(seconds * 1000 + nanoseconds / 1'000'000);
  } else if (name == "UnixMicro") {
    result = Value::go_int64(seconds * 1'000'000 + nanoseconds / 1000);
  } else if (name == "UnixNano") {
    result = Value::go_int64(seconds * one_second + nanoseconds);
  } else if (name == "Nanosecond") {
    result = Value::go_int(nanoseconds);
  } else {
    return false;
  }
  return true;
}

// Comparisons with another time.
bool order_member(std::string_view name, const TimeValue& time, const std::vector<Value>& arguments,
                  Value& result) {
  const bool known = name == "Before" || name == "After" || name == "Equal" || name == "Compare";
  if (!known) return false;
  tmpl::expect_arguments(arguments, 1, name);
  const TimeValue* other =
      arguments[0].is_object() ? dynamic_cast<const TimeValue*>(&arguments[0].as_object()) : nullptr;
  if (other == nullptr) throw tmpl::ArgumentError(0, "time.Time", arguments[0]);
  const auto left = std::pair(time.seconds(), time.nanoseconds());
  const auto right = std::pair(other->seconds(), other->nanoseconds());
  if (name == "Before") result = left < right;
  if (name == "After") result = left > right;
  if (name == "Equal") result = left == right;
  if (name == "Compare") result = left < right ? -1 : left > right ? 1 : 0;
  return true;
}

}  // namespace

bool TimeValue::member(std::string_view name, const std::vector<Value>& arguments, Value& result) const {
  if (name == "Format") {
    tmpl::expect_arguments(arguments, 1, name);
    result = format(tmpl::string_argument(arguments, 0));
    return true;
  }
  if (name == "AddDate") {
    tmpl::expect_arguments(arguments, 3, name);
    result = object_of(plus_date(tmpl::int_argument(arguments, 0), tmpl::int_argument(arguments, 1),
                                 tmpl::int_argument(arguments, 2)));
    return true;
  }
  if (order_member(name, *this, arguments, result)) return true;
  if (name == "UTC" || name == "Local") {
    result = object_of({seconds_, nanoseconds_, TimeZone::utc()});
  } else if (name == "String") {
    result = print();
  } else if (name == "IsZero") {
    result = seconds_ == zero_time_seconds && nanoseconds_ == 0;
  } else if (!unix_member(name, seconds_, nanoseconds_, result) &&
             !civil_member(name, civil_of(seconds_ + zone_->at(seconds_).seconds), result)) {
    return false;
  }
  tmpl::expect_arguments(arguments, 0, name);
  return true;
}

}  // namespace gimlet::sprig
