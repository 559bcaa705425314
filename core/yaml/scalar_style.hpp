#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/yaml/dialect.hpp"

namespace gimlet::yaml {

enum class Style : std::uint8_t { plain, single_quoted, double_quoted, literal };

// The style a string is written in. As a simple key ("k: …") it must stay on one line.
Style choose_style(std::string_view text, bool simple_key, Dialect dialect);

// Whether a block can hold the text.
bool is_block_allowed(std::string_view text);

// Whether a key is written as "key: value" and not as "? key\n: value": one line and at most 128 bytes.
bool is_simple_key(std::string_view text);

// The bytes of the line break at `at` (CR, LF, NEL, LS, PS), 0 if there is none.
std::size_t line_break_length(std::string_view text, std::size_t at);

// Whether the character at `at` is written as it is inside double quotes. Characters beyond the BMP are not.
bool is_printable(std::string_view text, std::size_t at);

}  // namespace gimlet::yaml
