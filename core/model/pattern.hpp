#pragma once

#include <string_view>

namespace gimlet::model {

// A policy's pattern: a leading "!" inverts the rest, for a text that is there: nothing is known of "", so an
// inverted pattern does not match it. An exact match counts as a match too; the pattern "" matches nothing.
// Throws bad_input for a glob that does not parse, and for a "!" with nothing behind it.
bool pattern_matches(std::string_view pattern, std::string_view text);

}  // namespace gimlet::model
