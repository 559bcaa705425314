#pragma once

#include <optional>
#include <string_view>

#include "core/go/time_zone.hpp"

namespace gimlet::go {

// How clocks stand at a moment by a rule as POSIX has it in the variable TZ, and RFC 8536 at the end of a
// TZif file: "CET-1CEST,M3.5.0,M10.5.0/3", "<+03>-3". nullopt if it is none.
std::optional<ZoneOffset> posix_zone_at(std::string_view rule, UnixSeconds time);

}  // namespace gimlet::go
