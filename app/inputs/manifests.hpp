#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "app/messages.hpp"
#include "core/model/artifact.hpp"
#include "core/util/environment.hpp"
#include "core/util/error.hpp"

namespace gimlet::app {

// Manifests that are to be rendered, and the variables for them.
struct ManifestInput {
  struct Sourced {
    model::Manifest manifest;
    std::string source;  // a file, or an artifact's id
  };
  std::vector<Sourced> manifests;
  model::Variables variables;
  std::optional<Error> cue_failure;  // what keeps an artifact's CUE environments from being looked at
};

// The manifests of files ("-": standard input), with the variables that `artifact create` would take from the
// CI system and the checkout. Throws bad_input for a file that does not parse.
ManifestInput read_manifests(const std::vector<std::string>& files, std::istream& standard_input,
                             const VariableLookup& variable);

// Adds the variables of the shell that the manifests' templates ask for and that nothing else gives, as the
// Gimlet CLI does. One whose name looks like a secret's is never taken, which is said.
void add_shell_variables(ManifestInput& input, const VariableLookup& variable, Messages& messages);

// The manifests and variables of an artifact.
ManifestInput manifests_of(model::Artifact artifact);

}  // namespace gimlet::app
