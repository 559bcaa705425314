#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "core/go/duration.hpp"
#include "core/go/time_zone.hpp"

namespace gimlet::go {

// Go's zero time, 0001-01-01T00:00:00Z.
inline constexpr UnixSeconds zero_time_seconds = -62135596800;

// A moment as a calendar and a clock of its zone show it.
struct Date {
  std::int64_t year = 0;
  int month = 1;  // 1..12
  int day = 1;    // 1..31
  int hour = 0;
  int minute = 0;
  int second = 0;
  int weekday = 0;   // 0 is Sunday
  int year_day = 1;  // 1..366
};

// Go's time.Time: a moment, and the zone it is shown in.
class Time {
 public:
  explicit Time(UnixSeconds seconds, int nanoseconds = 0,
                std::shared_ptr<const TimeZone> zone = TimeZone::utc())
      : seconds_(seconds), nanoseconds_(nanoseconds), zone_(std::move(zone)) {}

  [[nodiscard]] UnixSeconds seconds() const { return seconds_; }
  [[nodiscard]] int nanoseconds() const { return nanoseconds_; }
  [[nodiscard]] const std::shared_ptr<const TimeZone>& zone() const { return zone_; }
  [[nodiscard]] Date date() const;

  // Go's Format: the layout is the reference time Mon Jan 2 15:04:05 MST 2006 as it should be written.
  [[nodiscard]] std::string format(std::string_view layout) const;
  // Go's String: "2006-01-02 15:04:05.999999999 -0700 MST".
  [[nodiscard]] std::string str() const;
  // What encoding/json makes of it: RFC 3339 with nanoseconds.
  [[nodiscard]] std::string rfc3339() const { return format("2006-01-02T15:04:05.999999999Z07:00"); }
  // Go's Add.
  [[nodiscard]] Time plus(Nanoseconds duration) const;
  // Go's AddDate: a day that a month has not runs over into the next.
  [[nodiscard]] Time plus_date(std::int64_t years, std::int64_t months, std::int64_t days) const;

 private:
  UnixSeconds seconds_;
  int nanoseconds_;
  std::shared_ptr<const TimeZone> zone_;
};

}  // namespace gimlet::go
