#pragma once

#include <string_view>

#include "core/go/time.hpp"

namespace gimlet::go {

// Go's time.ParseInLocation with UTC as the location: reads `text` in a layout that Time::format would
// write it in. Throws bad_input with Go's words: `parsing time "x" as "2006": cannot parse "x" as "2006"`.
Time parse_time(std::string_view layout, std::string_view text);

}  // namespace gimlet::go
