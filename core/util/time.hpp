#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gimlet {

// Seconds since 1970-01-01T00:00:00Z.
using UnixSeconds = std::int64_t;

// The current time, behind an interface so that tests fix it.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;
  [[nodiscard]] virtual std::chrono::system_clock::time_point now() const = 0;
  [[nodiscard]] UnixSeconds unix_seconds() const;
  [[nodiscard]] std::int64_t unix_milliseconds() const;
};

class SystemClock : public Clock {
 public:
  [[nodiscard]] std::chrono::system_clock::time_point now() const override;
};

// Days since 1970-01-01 of a proleptic Gregorian date; month 1..12, day 1..31.
std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day);

// ISO 8601 / RFC 3339 as `git log --format=%cI` writes it ("2022-03-04T05:06:07+02:00", "…Z"), also with a
// space for the T, with fractions (cut off), a bare date (midnight UTC), or unix seconds. nullopt for
// anything else.
std::optional<UnixSeconds> parse_time(std::string_view text);

// A point in time as people give it to --since: what parse_time takes, or an age such as "90m", "36h", "7d",
// "2w", counted back from `now`.
std::optional<UnixSeconds> parse_time_or_age(std::string_view text, UnixSeconds now);

// "2022-03-04T03:06:07Z".
std::string format_utc(UnixSeconds time);

// "just now", "5 minutes ago", "3 days ago", "in 2 hours".
std::string relative_time(UnixSeconds time, UnixSeconds now);

}  // namespace gimlet
