#pragma once

#include <string_view>

#include "core/yaml/node.hpp"

namespace gimlet::yaml {

// The short tag yaml.v3 gives an untagged plain scalar; "!!merge" for <<.
std::string_view plain_tag(std::string_view text);

// The tag a scalar has once yaml.v3 has written it and read it again: quotes make a string of a number, and
// an untagged text is resolved. `in_flow`: within brackets or braces.
std::string_view tag_read_again(const Node& scalar, bool in_flow);

// The text it has then.
std::string text_read_again(const Node& scalar, bool in_flow);

}  // namespace gimlet::yaml
