#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// JSON pointers (RFC 6901): "/a~1b/0" is the first element of what the key "a/b" holds.
namespace gimlet {

// A key as a pointer's segment, and a segment's key; "~" and "/" in a key are "~0" and "~1". Another escape
// stays.
std::string escape_segment(std::string_view key);
std::string unescape_segment(std::string_view segment);

// A pointer one step longer.
std::string pointer_to(const std::string& pointer, std::string_view key);
std::string pointer_to(const std::string& pointer, std::size_t index);

}  // namespace gimlet
