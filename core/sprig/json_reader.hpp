#pragma once

#include <string>
#include <string_view>

#include "core/value/value.hpp"

// JSON as Go's encoding/json reads it into an interface{}.
namespace gimlet::sprig {

// What a text holds: numbers as float64, the last of equal keys, bytes that are not UTF-8 and lone surrogates
// as U+FFFD. A number beyond float64 is left out and told in `error`, as Go does, which reads on. Throws
// bad_input for what is not JSON, or nested more than 1000 deep.
Value read_json(std::string_view text, std::string& error);

}  // namespace gimlet::sprig
