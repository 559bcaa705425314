#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/sprig/duration.hpp"
#include "core/util/time_zone.hpp"
#include "core/value/value.hpp"

namespace gimlet::sprig {

// Go's zero time, 0001-01-01T00:00:00Z.
inline constexpr UnixSeconds zero_time_seconds = -62135596800;

// A Go time.Time: what now and toDate give.
class TimeValue : public Object {
 public:
  TimeValue(UnixSeconds seconds, int nanoseconds, std::shared_ptr<const TimeZone> zone)
      : seconds_(seconds), nanoseconds_(nanoseconds), zone_(std::move(zone)) {}

  [[nodiscard]] std::string type_name() const override { return "time.Time"; }
  [[nodiscard]] std::string print() const override;
  // The methods Format, Unix, UnixMilli, UnixMicro, UnixNano, UTC, Local, Year, Month, Day, Weekday, YearDay,
  // Hour, Minute, Second, Nanosecond, Before, After, Equal, Compare, IsZero, AddDate, String.
  bool member(std::string_view name, const std::vector<Value>& arguments, Value& result) const override;

  [[nodiscard]] UnixSeconds seconds() const { return seconds_; }
  [[nodiscard]] int nanoseconds() const { return nanoseconds_; }
  [[nodiscard]] const std::shared_ptr<const TimeZone>& zone() const { return zone_; }

  // Go's Format: the layout is the reference time Mon Jan 2 15:04:05 MST 2006 as it should be written.
  [[nodiscard]] std::string format(std::string_view layout) const;
  // What encoding/json makes of it: RFC 3339 with nanoseconds.
  [[nodiscard]] Value document() const override { return format("2006-01-02T15:04:05.999999999Z07:00"); }
  // Go's Add.
  [[nodiscard]] TimeValue plus(Nanoseconds duration) const;
  // Go's AddDate: a day that a month has not runs over into the next.
  [[nodiscard]] TimeValue plus_date(std::int64_t years, std::int64_t months, std::int64_t days) const;

 private:
  UnixSeconds seconds_;
  int nanoseconds_;
  std::shared_ptr<const TimeZone> zone_;
};

}  // namespace gimlet::sprig
