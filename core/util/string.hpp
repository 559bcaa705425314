#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gimlet {

// All case rules here are ASCII's.
std::string_view trim(std::string_view text);  // of space, tab, CR, LF, VT, FF
std::string to_lower(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);

// "a,b" at ',' gives {"a","b"}; "" gives {""}.
std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string replace_all(std::string text, std::string_view from, std::string_view to);

bool is_valid_utf8(std::string_view text);

// Text of unknown origin made safe for a terminal and for one line: control characters become spaces.
std::string printable_line(std::string_view text, std::size_t max_bytes = 200);

// A URL with the password, or a lone token in front of the host, replaced by "***" (GimletD logged tokens).
// Works on any text that holds URLs, such as a message of git's.
std::string redact_urls(std::string_view text);

// Edit distance, for "did you mean".
std::size_t edit_distance(std::string_view a, std::string_view b);
// The candidate closest to `word` if it is close enough to suggest, else "".
std::string closest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace gimlet
