#pragma once

#include "core/go/regexp.hpp"
#include "core/patch/patch.hpp"
#include "core/patch/resource.hpp"

namespace gimlet::patch {

// A target's regular expressions, compiled. Kinds without a namespace are in "_non_namespaceable_", resources
// without one in "default".
class Selector {
 public:
  // Throws bad_input for an expression that does not parse, and for a target without a name.
  explicit Selector(const Target& target);

  [[nodiscard]] bool matches(const ResourceId& id) const;

 private:
  go::Regexp group_;
  go::Regexp version_;
  go::Regexp kind_;
  go::Regexp name_;
  go::Regexp ns_;
};

}  // namespace gimlet::patch
