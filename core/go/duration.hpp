#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// Go's time.Duration: nanoseconds.
namespace gimlet::go {

using Nanoseconds = std::int64_t;

inline constexpr Nanoseconds one_second = 1'000'000'000;

// time.ParseDuration: "1h15m30.918s", "-1.5h". Throws bad_input with Go's words.
Nanoseconds parse_duration(std::string_view text);
// Its String: "1h15m30.918s", "1.5ms", "0s".
std::string format_duration(Nanoseconds duration);
// The nearest whole second, halves away from zero.
Nanoseconds rounded_to_second(Nanoseconds duration);

// How package time quotes texts in its messages: all but printable ASCII as \x.
std::string time_quote(std::string_view text);

}  // namespace gimlet::go
