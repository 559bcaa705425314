#include <algorithm>
#include <array>
#include <chrono>
#include <initializer_list>

#include <fmt/format.h>

#include "core/go/duration.hpp"
#include "core/go/time_parse.hpp"
#include "core/sprig/convert.hpp"
#include "core/sprig/families.hpp"
#include "core/sprig/time_object.hpp"
#include "core/util/error.hpp"

namespace gimlet::sprig {
namespace {

using tmpl::string_argument;

go::Time now(const Clock& clock) {
  const std::int64_t total =
      std::chrono::duration_cast<std::chrono::nanoseconds>(clock.now().time_since_epoch()).count();
  return go::Time(total / go::one_second, static_cast<int>(total % go::one_second));
}

bool is_int_of(const Value& value, std::initializer_list<IntType> types) {
  return value.is_int() && std::find(types.begin(), types.end(), value.as_int().type) != types.end();
}

// "Local" is UTC, so that a text does not depend on the machine it is made on; so is a zone nobody knows.
std::shared_ptr<const go::TimeZone> zone_named(const std::string& name) {
  if (name.empty() || name == "Local") return go::TimeZone::utc();
  auto zone = go::TimeZone::load(name);
  return zone ? zone : go::TimeZone::utc();
}

// A time, or unix seconds as an int, int32 or int64; anything else is now.
std::string formatted(const Clock& clock, std::string_view layout, const Value& date,
                      const std::string& zone) {
  go::Time time = now(clock);
  if (const go::Time* given = as_time(date)) {
    time = *given;
  } else if (is_int_of(date, {IntType::int_, IntType::int32, IntType::int64})) {
    time = go::Time(date.as_int().value);
  }
  return go::Time(time.seconds(), time.nanoseconds(), zone_named(zone)).format(layout);
}

// What has passed since a time, cut at what a duration holds, which is 292 years.
go::Nanoseconds since(const Clock& clock, const go::Time& time) {
  const go::Time present = now(clock);
  const std::int64_t seconds = present.seconds() - time.seconds();
  constexpr std::int64_t most = INT64_MAX / go::one_second;
  if (seconds >= most) return INT64_MAX;
  if (seconds <= -most) return INT64_MIN;
  return seconds * go::one_second + (present.nanoseconds() - time.nanoseconds());
}

std::string ago(const Clock& clock, const Value& date) {
  go::Nanoseconds duration = 0;
  if (const go::Time* time = as_time(date)) {
    duration = since(clock, *time);
  } else if (is_int_of(date, {IntType::int_, IntType::int64})) {
    duration = since(clock, go::Time(date.as_int().value));
  }
  return go::format_duration(go::rounded_to_second(duration));
}

// Seconds as a duration: decimal digits as text, or an int64; anything else is none. Go's product wraps
// around.
std::string duration_of(const Value& seconds) {
  std::int64_t count = 0;
  if (seconds.is_string()) {
    count = decimal_int64(seconds.as_string());
  } else if (is_int_of(seconds, {IntType::int64})) {
    count = seconds.as_int().value;
  }
  return go::format_duration(
      static_cast<go::Nanoseconds>(static_cast<std::uint64_t>(count) * go::one_second));
}

go::Nanoseconds parsed_or_zero(const std::string& text) {
  try {
    return go::parse_duration(text);
  } catch (const Error&) {
    return 0;
  }
}

// The largest unit that fits: "2h", "3mo", "0s".
std::string largest_unit(go::Nanoseconds duration) {
  struct Unit {
    std::string_view name;
    std::uint64_t seconds;
  };
  constexpr std::array<Unit, 6> scale{
      {{"y", 31'536'000}, {"mo", 2'592'000}, {"d", 86400}, {"h", 3600}, {"m", 60}, {"s", 1}}};
  const auto bits = static_cast<std::uint64_t>(duration);
  const std::uint64_t size = duration < 0 ? 0 - bits : bits;
  for (const auto& unit : scale) {
    const std::uint64_t nanoseconds = unit.seconds * go::one_second;
    if (size > nanoseconds) return fmt::format("{}{}", size / nanoseconds, unit.name);
  }
  return "0s";
}

std::string rounded_duration(const Clock& clock, const Value& value) {
  go::Nanoseconds duration = 0;
  if (value.is_string()) {
    duration = parsed_or_zero(value.as_string());
  } else if (is_int_of(value, {IntType::int64})) {
    duration = value.as_int().value;
  } else if (const go::Time* time = as_time(value)) {
    duration = since(clock, *time);
  }
  return largest_unit(duration);
}

void add_formatting(FunctionTable& table, const Clock& clock) {
  define(table, "now", "The current time.", [&clock](Arguments&) -> Value { return time_value(now(clock)); });
  define(table, "date LAYOUT TIME",
         "TIME (or unix seconds) in a layout such as 2006-01-02T15:04:05Z07:00, in UTC.",
         [&clock](Arguments& a) -> Value { return formatted(clock, string_argument(a, 0), a[1], "Local"); });
  define(table, "dateInZone LAYOUT TIME ZONE", "TIME in a layout, in a zone such as Europe/Budapest.",
         [&clock](Arguments& a) -> Value {
           const auto& layout = string_argument(a, 0);
           return formatted(clock, layout, a[1], string_argument(a, 2));
         });
  alias(table, "date_in_zone", "dateInZone");
  define(table, "htmlDate TIME", "TIME as 2006-01-02, in UTC.",
         [&clock](Arguments& a) -> Value { return formatted(clock, "2006-01-02", a[0], "Local"); });
  define(table, "htmlDateInZone TIME ZONE", "TIME as 2006-01-02, in a zone.",
         [&clock](Arguments& a) -> Value {
           return formatted(clock, "2006-01-02", a[0], string_argument(a, 1));
         });
  define(table, "unixEpoch TIME", "TIME as unix seconds.",
         [](Arguments& a) -> Value { return std::to_string(time_argument(a, 0).seconds()); });
}

void add_durations(FunctionTable& table, const Clock& clock) {
  define(table, "ago TIME", "How long ago TIME (or unix seconds) was, such as 2h34m7s.",
         [&clock](Arguments& a) -> Value { return ago(clock, a[0]); });
  define(table, "duration SECONDS", "SECONDS, a text or an int64, as a duration such as 1m35s.",
         [](Arguments& a) -> Value { return duration_of(a[0]); });
  define(table, "durationRound DURATION", "DURATION, or the time since a date, in its largest unit: 2h, 3mo.",
         [&clock](Arguments& a) -> Value { return rounded_duration(clock, a[0]); });
}

void add_reading(FunctionTable& table) {
  define(table, "toDate LAYOUT TEXT", "The time that TEXT holds in a layout; the year 1 if it is none.",
         [](Arguments& a) -> Value {
           const auto& layout = string_argument(a, 0);
           const auto& text = string_argument(a, 1);
           try {
             return time_value(go::parse_time(layout, text));
           } catch (const Error&) {
             return time_value(go::Time(go::zero_time_seconds));
           }
         });
  define(table, "mustToDate LAYOUT TEXT", "The time that TEXT holds in a layout.", [](Arguments& a) -> Value {
    const auto& layout = string_argument(a, 0);
    return time_value(go::parse_time(layout, string_argument(a, 1)));
  });
  define(table, "dateModify DURATION TIME",
         "TIME with a duration such as -1.5h added; TIME itself if it is none.", [](Arguments& a) -> Value {
           const auto& duration = string_argument(a, 0);
           return time_value(time_argument(a, 1).plus(parsed_or_zero(duration)));
         });
  define(table, "mustDateModify DURATION TIME", "TIME with a duration such as -1.5h added.",
         [](Arguments& a) -> Value {
           const auto& duration = string_argument(a, 0);
           const go::Time& time = time_argument(a, 1);
           return time_value(time.plus(go::parse_duration(duration)));
         });
  alias(table, "date_modify", "dateModify");
  alias(table, "must_date_modify", "mustDateModify");
}

}  // namespace

void add_dates(FunctionTable& table, const Clock& clock) {
  add_formatting(table, clock);
  add_durations(table, clock);
  add_reading(table);
}

}  // namespace gimlet::sprig
