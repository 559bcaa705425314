#pragma once

#include <string>
#include <vector>

#include "app/inputs/variables.hpp"
#include "app/messages.hpp"
#include "core/util/environment.hpp"
#include "core/util/json_fwd.hpp"

namespace gimlet::app {

// What `artifact create` and `artifact add` put into an artifact besides its version.
struct ArtifactAdditions {
  std::vector<std::string> fields;  // K=V of one new item
  VariableOptions variables;
  std::vector<std::string> env_files;  // manifests: YAML, JSON, CUE (by the name *.cue)
};

// Adds them to an artifact's document. A variable or field whose name looks like a secret's is left out with
// a warning where its value is the environment's, as scripts hand it on that pass all they find. Throws usage
// for a field without "=", denied for a secret-looking name taken from the environment, bad_input for a file
// that does not parse.
void apply_additions(Json& document, const ArtifactAdditions& additions, const VariableLookup& variable,
                     Messages& messages);

}  // namespace gimlet::app
