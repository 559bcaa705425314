#pragma once

#include <string>
#include <vector>

#include "core/model/artifact.hpp"
#include "core/util/environment.hpp"

namespace gimlet::app {

// What the CI system that runs us says about the build, from its environment variables.
struct CiBuild {
  std::string provider;      // "" when no CI system is recognised
  model::Version version;    // what the provider tells; the rest empty
  bool has_event = false;    // version.event was told
  model::Variables context;  // REPO OWNER BRANCH TAG SHA ACTOR EVENT JOB and the provider's own, by a list of
                             // names that carry no secret
};

CiBuild detect_ci(const VariableLookup& variable);

// The names of all variables that detect_ci can give, whatever the provider.
std::vector<std::string> ci_variable_names();

}  // namespace gimlet::app
