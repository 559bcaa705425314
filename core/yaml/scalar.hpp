#pragma once

#include <string>
#include <string_view>

#include "core/value/value.hpp"
#include "core/yaml/resolve.hpp"

namespace gimlet::yaml {

// A scalar as it stands in a document.
struct Scalar {
  std::string_view text;
  std::string_view tag;  // resolved ("tag:yaml.org,2002:int", "!main"), empty if there is none
  bool plain = false;    // untagged and unquoted, so that its text decides its type
};

// The prefix of the tags YAML itself defines.
inline constexpr std::string_view core_tag_prefix = "tag:yaml.org,2002:";

// The value of an untagged plain scalar of this text. Timestamps stay strings.
Value resolved_value(const Resolved& resolved, std::string_view text);

// The scalar's value: nil, bool, Integer (int64, or uint64 beyond), float64 or string. Timestamps stay
// strings. Throws bad_input with go-yaml's words if the text does not fit its tag.
Value scalar_value(const Scalar& scalar);

// The text a scalar has as a key of a JSON object; sigs.k8s.io/yaml makes a float's as a float32. Throws
// bad_input for nil and for integers beyond int64, as it does.
std::string key_text(const Value& value);

}  // namespace gimlet::yaml
