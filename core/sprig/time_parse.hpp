#pragma once

#include <memory>
#include <string_view>

#include "core/sprig/time_value.hpp"

namespace gimlet::sprig {

// Go's time.ParseInLocation with UTC as the location: reads `text` in a layout that TimeValue::format would
// write it in. Throws bad_input with Go's words: `parsing time "x" as "2006": cannot parse "x" as "2006"`.
std::shared_ptr<const TimeValue> parse_time_as(std::string_view layout, std::string_view text);

}  // namespace gimlet::sprig
