#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/fetch/registry_credentials.hpp"

namespace gimlet::fetch {

// A repository as `helm repo add` wrote it down.
struct HelmRepository {
  std::string name;
  std::string url;  // without a trailing "/"
  std::string user;
  std::string password;
  std::string ca_file;
};

// helm's repositories.yaml: $HELM_REPOSITORY_CONFIG, $HELM_CONFIG_HOME/repositories.yaml,
// $XDG_CONFIG_HOME/helm/repositories.yaml or ~/.config/helm/repositories.yaml. Empty if there is none. Throws
// bad_input if it does not parse.
std::vector<HelmRepository> helm_repositories(const VariableLookup& variable);

}  // namespace gimlet::fetch
