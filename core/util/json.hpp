#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/util/json_fwd.hpp"

namespace gimlet {

// Parses one JSON document. `source` names it in errors ("artifact.json", "standard input").
// Throws bad_input with line:column for text that does not parse, is not UTF-8, is empty, or exceeds the
// limits.
Json parse_json(std::string_view text, const std::string& source, const JsonLimits& limits = {});

// Compact text; invalid UTF-8 in strings is replaced, never thrown on.
std::string dump_json(const Json& document);
// Indented by two spaces, without a final newline.
std::string dump_json_pretty(const Json& document);

// The member of an object whose key equals `key` with ASCII case ignored; an exact match wins; nullptr if
// there is none or `object` is no object. Where a document has several spellings the last one counts, as in
// Go's encoding/json.
const Json* find_member(const Json& object, std::string_view key);

}  // namespace gimlet
