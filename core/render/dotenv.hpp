#pragma once

#include <string>
#include <string_view>

#include "core/model/artifact.hpp"

namespace gimlet::render {

// Variables of a dotenv text: `NAME=value` lines, `export` before the name allowed, "#" comments on lines of
// their own and behind a space. A value may stand in single quotes (taken as it is) or in double quotes (\n,
// \r, \t, \", \\ and \$ are escapes; it may run over several lines); "$" is a plain character, nothing is
// expanded. A later line wins. Throws bad_input with line:column.
model::Variables parse_dotenv(std::string_view text, const std::string& source);

}  // namespace gimlet::render
