#pragma once

#include <string>
#include <string_view>

namespace gimlet {

// What encoding/json says about a text that is not JSON ("invalid character 'b' looking for beginning of
// value"), since templates can see it through fromJson, and Helm's users of a chart's schema; "" if its
// syntax is right.
std::string json_syntax_error(std::string_view text);

}  // namespace gimlet
