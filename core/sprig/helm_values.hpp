#pragma once

#include <memory>

#include "core/value/value.hpp"

namespace gimlet::sprig {

// A map of Helm's type common.Values, which the root context, .Values and .Template have: with the methods
// YAML, AsMap, Table and PathValue. It shares the map.
Value helm_values(std::shared_ptr<Map> map);

}  // namespace gimlet::sprig
