#pragma once

#include <functional>
#include <optional>
#include <string>

namespace gimlet {

// How code asks for an environment variable: its value, or nullopt if it is not set or empty. Tests give
// their own.
using VariableLookup = std::function<std::optional<std::string>(const std::string& name)>;

// The process's own variables.
std::optional<std::string> process_variable(const std::string& name);

}  // namespace gimlet
