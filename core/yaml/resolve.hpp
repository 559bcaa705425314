#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/yaml/dialect.hpp"

namespace gimlet::yaml {

// What an untagged plain scalar means.
struct Resolved {
  enum class Kind : std::uint8_t { null, boolean, integer, unsigned_integer, floating, timestamp, string };
  Kind kind = Kind::string;
  bool boolean = false;
  std::int64_t integer = 0;
  std::uint64_t unsigned_integer = 0;  // beyond int64
  double floating = 0;
};

// YAML 1.1 as go-yaml reads it: y/n/yes/no/on/off are booleans (strings in v3), 0777 and 0o777 octal, 0b101
// binary, underscores separate digits, sexagesimal numbers are strings, a number too large for a float64 is a
// string.
Resolved resolve_plain(std::string_view text, Dialect dialect = Dialect::v2);

// The short tag of what a plain scalar means: "!!int".
std::string_view tag_of(Resolved::Kind kind);

// A timestamp in any of the forms that go-yaml takes for one, as Go's time.RFC3339Nano prints it
// ("2001-01-01" is "2001-01-01T00:00:00Z"); "" if it is none.
std::string format_timestamp(std::string_view text);

// Whether other YAML 1.1 readers take the text for a sexagesimal number ("12:30:45"), which go-yaml therefore
// quotes although it reads it as a string.
bool is_sexagesimal(std::string_view text);

}  // namespace gimlet::yaml
