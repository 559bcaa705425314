#pragma once

#include <optional>
#include <string>

#include "core/util/environment.hpp"

namespace gimlet {

// A path as people write it where no shell reads it: "~" and "~/x" are in the home folder, $HOME. Other paths
// come back as they are. Nothing for "~user", and where HOME is not set.
std::optional<std::string> with_home(const std::string& path,
                                     const VariableLookup& variable = process_variable);

}  // namespace gimlet
