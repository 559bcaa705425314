#pragma once

#include <string_view>

namespace gimlet {

// Whether a number as JSON writes it ("1E5", "-0.10", "12.5e-3") is kept when a double stands for it: its
// value rounds back to the digits of the text. Not so for what has more digits than a double has, or is too
// small for one.
bool double_keeps(std::string_view text, double value);

}  // namespace gimlet
