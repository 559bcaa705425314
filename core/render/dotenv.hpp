#pragma once

#include <string>
#include <string_view>

#include "core/model/artifact.hpp"

namespace gimlet::render {

// Variables of a dotenv text: `NAME=value` lines, `export` before the name allowed, "#" comments on lines of
// their own and behind a space. A value may stand in single quotes (taken as it is) or in double quotes (\n,
// \r, \t, \" and \\ are escapes; it may run over several lines). $NAME and ${NAME}, of capitals, digits and
// "_", give the value of an earlier line, or nothing, but in single quotes; \$ is a "$". That is what
// github.com/joho/godotenv does, less the process's environment: what is released must not hang on the
// machine that does it, and a runner's secrets do not belong into git. A later line wins. Throws bad_input
// with line:column.
model::Variables parse_dotenv(std::string_view text, const std::string& source);

}  // namespace gimlet::render
