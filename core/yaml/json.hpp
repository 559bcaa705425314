#pragma once

#include <string>

#include "core/util/json.hpp"
#include "core/value/value.hpp"

namespace gimlet::yaml {

// JSON documents and dynamic values into one another. Integers become Go int64, other numbers float64; an
// integral float64 becomes a JSON integer where encoding/json would print one.
Value from_json(const Json& document);
Json to_json(const Value& value);

// encoding/json's Marshal: keys sorted by bytes, <, > and & escaped as \u003c, floats as Go prints them.
std::string marshal_json(const Value& value);

}  // namespace gimlet::yaml
