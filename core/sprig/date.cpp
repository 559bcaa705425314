#include <chrono>

#include "core/sprig/convert.hpp"
#include "core/sprig/families.hpp"
#include "core/sprig/time_value.hpp"

namespace gimlet::sprig {
namespace {

using tmpl::string_argument;

using Time = std::shared_ptr<const TimeValue>;

Value value_of(const Time& time) {
  return std::shared_ptr<Object>(
      std::make_shared<TimeValue>(time->seconds(), time->nanoseconds(), time->zone()));
}

const TimeValue* as_time(const Value& value) {
  return value.is_object() ? dynamic_cast<const TimeValue*>(&value.as_object()) : nullptr;
}

Time now(const Clock& clock) {
  constexpr std::int64_t second = 1'000'000'000;
  const std::int64_t total =
      std::chrono::duration_cast<std::chrono::nanoseconds>(clock.now().time_since_epoch()).count();
  return std::make_shared<TimeValue>(total / second, static_cast<int>(total % second), TimeZone::utc());
}

// "Local" is UTC, so that a text does not depend on the machine it is made on; so is a zone nobody knows.
std::shared_ptr<const TimeZone> zone_named(const std::string& name) {
  if (name.empty() || name == "Local") return TimeZone::utc();
  auto zone = TimeZone::load(name);
  return zone ? zone : TimeZone::utc();
}

// A time, or unix seconds as an int, int32 or int64; anything else is now.
std::string formatted(const Clock& clock, std::string_view layout, const Value& date,
                      const std::string& zone) {
  Time time = now(clock);
  if (const TimeValue* given = as_time(date)) {
    time = std::make_shared<TimeValue>(given->seconds(), given->nanoseconds(), nullptr);
  } else if (date.is_int()) {
    const IntType type = date.as_int().type;
    const bool counts = type == IntType::int_ || type == IntType::int32 || type == IntType::int64;
    if (counts) time = std::make_shared<TimeValue>(date.as_int().value, 0, nullptr);
  }
  return TimeValue(time->seconds(), time->nanoseconds(), zone_named(zone)).format(layout);
}

}  // namespace

void add_dates(FunctionTable& table, const Clock& clock) {
  define(table, "now", "The current time.", [&clock](Arguments&) -> Value { return value_of(now(clock)); });
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
  define(table, "unixEpoch TIME", "TIME as unix seconds.", [](Arguments& a) -> Value {
    const TimeValue* time = as_time(a[0]);
    if (time == nullptr) throw tmpl::ArgumentError(0, "time.Time", a[0]);
    return std::to_string(time->seconds());
  });
}

}  // namespace gimlet::sprig
