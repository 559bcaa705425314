#pragma once

#include <string>
#include <string_view>

#include "core/util/json_fwd.hpp"

namespace gimlet {

// parse_json() for documents that Go's programs read into float64: an integer of more than 64 bits is the
// nearest float64, as there, and no error.
Json parse_json_rounded(std::string_view text, const std::string& source, const JsonLimits& limits = {});

}  // namespace gimlet
