#pragma once

#include <string_view>

namespace gimlet::chart {

// Go's filepath.Match on Unix: `*` and `?` match anything but "/", [a-z] and [^a-z] one character, `\`
// escapes. The whole path must match. Throws bad_input ("syntax error in pattern").
bool path_match(std::string_view pattern, std::string_view path);

}  // namespace gimlet::chart
