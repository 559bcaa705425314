#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/util/time.hpp"

namespace gimlet::go {

// How a zone's clocks stand at some moment.
struct ZoneOffset {
  int seconds = 0;   // east of UTC
  std::string name;  // "CET"
};

// The offsets of a place from UTC.
class TimeZone {
 public:
  TimeZone() = default;
  TimeZone(const TimeZone&) = delete;
  TimeZone& operator=(const TimeZone&) = delete;
  virtual ~TimeZone() = default;
  [[nodiscard]] virtual ZoneOffset at(UnixSeconds time) const = 0;

  static std::shared_ptr<const TimeZone> utc();
  static std::shared_ptr<const TimeZone> fixed(int seconds_east, std::string name);
  // The zone of that name ("Europe/Budapest") in the system's tz database; nullptr if there is none.
  static std::shared_ptr<const TimeZone> load(std::string_view name);
};

}  // namespace gimlet::go
