#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gimlet::schema {

// A format of strings; other values have any format.
struct Format {
  std::string_view name;
  // What is wrong with a text, in the words of Go and of santhosh-tekuri/jsonschema; nullopt if nothing is.
  std::optional<std::string> (*problem)(std::string_view text);
};

// nullptr for a format that nobody knows: it allows everything.
const Format* find_format(std::string_view name);

}  // namespace gimlet::schema
