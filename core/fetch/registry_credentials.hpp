#pragma once

#include <optional>
#include <string>

#include "core/util/environment.hpp"

namespace gimlet::fetch {

struct RegistryCredential {
  std::string user;
  std::string password;
  std::string identity_token;  // an OAuth2 refresh token that stands for both
};

// What `helm registry login` or `docker login` kept for a registry's host ("ghcr.io", "localhost:5000"), from
// helm's registry/config.json ($HELM_REGISTRY_CONFIG) or docker's config.json ($DOCKER_CONFIG/config.json,
// ~/.docker/config.json), the first that knows the host: `auths`, else the helper program of `credHelpers` or
// `credsStore` (docker-credential-NAME get). nullopt if nobody does. Throws bad_input for a file that does
// not parse.
std::optional<RegistryCredential> registry_credential(const std::string& host,
                                                      const VariableLookup& variable);

}  // namespace gimlet::fetch
