#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gimlet::yaml {

// The rules of the two libraries Helm writes YAML with.
enum class Dialect : std::uint8_t {
  v2,  // sigs.k8s.io/yaml: lines folded at 80 columns, sequences level with their key
  v3   // yaml.v3: no folding, sequences indented; toYamlPretty
};

enum class Style : std::uint8_t { plain, single_quoted, double_quoted, literal };

// The style a string is written in. As a simple key ("k: …") it must stay on one line.
Style choose_style(std::string_view text, bool simple_key, Dialect dialect);

// Whether a key is written as "key: value" and not as "? key\n: value": one line and at most 128 bytes.
bool is_simple_key(std::string_view text);

// The bytes of the line break at `at` (CR, LF, NEL, LS, PS), 0 if there is none.
std::size_t line_break_length(std::string_view text, std::size_t at);

// Whether the character at `at` is written as it is inside double quotes. Characters beyond the BMP are not.
bool is_printable(std::string_view text, std::size_t at);

}  // namespace gimlet::yaml
