#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/context.hpp"
#include "app/inputs/variables.hpp"

namespace gimlet::app {

// Which manifests are to be rendered, and with what.
struct TemplateRequest {
  std::vector<std::string> files;  // manifest files ("-": standard input), or
  std::string artifact;            // a stored artifact's id
  std::string env;                 // "" : any
  std::string app;                 // "" : any
  VariableOptions variables;       // win over the artifact's, or over those of the CI system
  bool diff = false;               // compare with the GitOps repository
};

// What a release of one manifest would write into its folder, less release.json.
struct Templated {
  std::string app;
  std::string env;
  std::map<std::string, std::string> files;
  std::vector<std::string> warnings;
  std::string diff;  // unified, from what the GitOps repository's tip holds
};

// Renders manifests as a release does, in their order: where a GitOps repository is named, with the variables
// of its `<env>/.gimlet/vars`. Manifests of files get the variables that `artifact create` would take from
// the CI system. Nothing is written. Throws not_found if no manifest is for the env and app, and what
// resolving and rendering throw.
std::vector<Templated> template_manifests(Context& context, const TemplateRequest& request);

}  // namespace gimlet::app
