#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/util/environment.hpp"

namespace gimlet::app {

// Variables for manifests, as commands take them.
struct VariableOptions {
  std::vector<std::string> variables;  // K=V, or K: taken from the environment
  std::vector<std::string> files;      // dotenv
};

// "key=value" as a pair; `option` is for the message. Throws usage if there is no "=" behind a key.
std::pair<std::string, std::string> key_value(const std::string& option, const std::string& text);

// The variables of the files, then those of --var: later wins. Throws usage for a --var that is neither K=V
// nor the name of an environment variable, denied for a secret-looking name without a value, bad_input for a
// file that does not parse.
std::vector<std::pair<std::string, std::string>> read_variables(const VariableOptions& options,
                                                                const VariableLookup& variable);

}  // namespace gimlet::app
