#pragma once

#include <string>

#include "core/util/json_fwd.hpp"
#include "core/value/value.hpp"

namespace gimlet::fetch {

// A member of a document that is a text (in YAML: any scalar, as text); "" if there is none.
std::string text_of(const Json& document, const char* key);
std::string text_of(const Value& document, const char* key);

}  // namespace gimlet::fetch
