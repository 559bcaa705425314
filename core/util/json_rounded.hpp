#pragma once

#include <string>
#include <string_view>

#include "core/util/json_fwd.hpp"

namespace gimlet {

// parse_json() for documents that Go's programs read into float64: a number that a float64 does not hold is
// the nearest one, as there, and no error.
Json parse_json_rounded(std::string_view text, const std::string& source, const JsonLimits& limits = {});

}  // namespace gimlet
