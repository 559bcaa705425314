#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/value/value.hpp"

namespace gimlet::patch {

// The operations of a JSON patch (RFC 6902).
struct Operation {
  std::string op;
  std::string path;
  std::string from;
  bool has_path = false;
  bool has_from = false;
  Value value;  // null if it has none
};

// Reads a patch: JSON if it begins with "[", else YAML 1.1 as go-yaml v2 reads it (`on` is true). Throws
// bad_input for what is no list of operations, and for an empty one.
std::vector<Operation> read_operations(std::string_view text, const std::string& source);

// Applies the operations in order, as evanphx/json-patch 4 does, which kustomize uses:
//
// * `replace` of a key that is not there adds it; `copy` of one gives null; `remove` and `move` of one fail;
// * "-" and indices count as in RFC 6902, and indices below 0 from the end (-1 is behind the last for `add`);
// * a pointer without leading "/" loses its first segment; "" is the whole document, for `replace` and
// `test`;
// * numbers become float64.
//
// `test` compares values, not bytes. Throws bad_input in that library's words, and for patches that make a
// document too large or nested too deep.
void apply_operations(Value& document, const std::vector<Operation>& operations);

}  // namespace gimlet::patch
