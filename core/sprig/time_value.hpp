#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/util/time_zone.hpp"
#include "core/value/value.hpp"

namespace gimlet::sprig {

// A Go time.Time: what now and toDate give.
class TimeValue : public Object {
 public:
  TimeValue(UnixSeconds seconds, int nanoseconds, std::shared_ptr<const TimeZone> zone)
      : seconds_(seconds), nanoseconds_(nanoseconds), zone_(std::move(zone)) {}

  [[nodiscard]] std::string type_name() const override { return "time.Time"; }
  [[nodiscard]] std::string print() const override;
  // The methods Format, Unix, UTC, Year, Month, Day, Weekday, YearDay, Hour, Minute, Second, Nanosecond.
  bool member(std::string_view name, const std::vector<Value>& arguments, Value& result) const override;

  [[nodiscard]] UnixSeconds seconds() const { return seconds_; }
  [[nodiscard]] int nanoseconds() const { return nanoseconds_; }
  [[nodiscard]] const std::shared_ptr<const TimeZone>& zone() const { return zone_; }

  // Go's Format: the layout is the reference time Mon Jan 2 15:04:05 MST 2006 as it should be written.
  [[nodiscard]] std::string format(std::string_view layout) const;

 private:
  UnixSeconds seconds_;
  int nanoseconds_;
  std::shared_ptr<const TimeZone> zone_;
};

}  // namespace gimlet::sprig
