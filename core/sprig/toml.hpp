#pragma once

#include <string>
#include <string_view>

#include "core/value/value.hpp"

// TOML as BurntSushi/toml 1.6 reads and writes it.
namespace gimlet::sprig {

// A document of a map; the text of any other value. Throws bad_input with the library's words for what TOML
// cannot hold.
std::string write_toml(const Value& value);

// The map a document holds: integers are Go int64, a table array is a []map[string]interface{}. Throws
// bad_input with the library's words: `toml: line 1 (last key "a"): expected value but found '\n' instead`.
Value read_toml(std::string_view text);

// A part of a key: in quotes if it must be.
std::string toml_key(std::string_view part);

}  // namespace gimlet::sprig
