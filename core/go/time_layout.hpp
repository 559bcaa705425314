#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gimlet::go {

// The parts of a date that Go's time layouts name.
enum class LayoutPart : std::uint8_t {
  none,  // text that stands for itself
  long_month,
  month_name,
  month,
  zero_month,
  long_weekday,
  weekday,
  day,
  space_day,
  zero_day,
  zero_year_day,
  space_year_day,
  hour,
  hour12,
  zero_hour12,
  minute,
  zero_minute,
  second,
  zero_second,
  long_year,
  year,
  upper_pm,
  lower_pm,
  zone_name,
  zone,          // -0700
  zone_colon,    // -07:00
  zone_hours,    // -07
  zone_seconds,  // -070000
  zone_colon_seconds,
  iso_zone,  // Z0700: Z for UTC
  iso_zone_colon,
  iso_zone_hours,
  iso_zone_seconds,
  iso_zone_colon_seconds,
  fraction,         // .000: that many digits
  trimmed_fraction  // .999: without zeros at the end
};

inline constexpr std::array<std::string_view, 12> month_names{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
inline constexpr std::array<std::string_view, 7> weekday_names{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                               "Thursday", "Friday", "Saturday"};

struct LayoutToken {
  LayoutPart part = LayoutPart::none;
  std::string_view text;
};

// Takes the next token off a layout.
LayoutToken next_layout_token(std::string_view& layout);

}  // namespace gimlet::go
