#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/util/json_fwd.hpp"
#include "core/value/value.hpp"

namespace gimlet::yaml {

// JSON documents and dynamic values into one another. Integers become Go int64, other numbers float64; an
// integral float64 becomes a JSON integer where encoding/json would print one. Both throw bad_input beyond
// 1000 levels of nesting, to_json also for infinities, NaN and complex numbers.
Value from_json(const Json& document);
Json to_json(const Value& value);

// The value with every number a float64, as encoding/json reads JSON; lists and maps are changed in place.
Value with_json_numbers(Value value);

// encoding/json's word for a value's type: "object", "array", "string", "number", "bool".
std::string_view json_type(const Value& value);

// What sigs.k8s.io/yaml makes of a scalar where a Go struct wants a string: numbers and booleans as texts;
// nullopt for nil, lists and maps.
std::optional<std::string> scalar_text(const Value& value);

struct MarshalOptions {
  bool escape_html = true;  // <, > and & as \u003c, \u003e and \u0026
  std::string indent;       // one level's indentation; empty: compact
};

// encoding/json's Marshal: keys sorted by bytes, floats as Go prints them, invalid UTF-8 as U+FFFD. Throws
// bad_input for what JSON cannot hold: infinities, NaN, complex numbers, cycles.
std::string marshal_json(const Value& value, const MarshalOptions& options = {});

}  // namespace gimlet::yaml
