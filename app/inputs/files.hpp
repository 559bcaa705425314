#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>

#include "core/util/json_fwd.hpp"

namespace gimlet::app {

// How messages name a file that was given on the command line: "standard input" for "-".
std::string input_name(const std::string& file);

// The content of a file, of standard input for "-". Throws bad_input if it has more bytes than `limit`.
std::string read_input(std::istream& standard_input, const std::string& file,
                       std::size_t limit = JsonLimits{}.max_bytes);

}  // namespace gimlet::app
