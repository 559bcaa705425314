#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gitops/snapshot.hpp"

namespace gimlet::gitops {

// Where things stand in a GitOps repository: `<env>/<app>/…` and `<env>/release.json`, or, where the
// repository is one environment, `<app>/…` and `release.json`. `.gimlet/config.yaml` at its root says so;
// without it the default holds:
//   layout:
//     repositoryPerEnv: true    # default false
//     env: production           # the environment's name, needed then
//     envReleaseFile: false     # default true: write <env>/release.json
//     kustomizationPerApp: true # default false: write [<env>/]flux/kustomization-<app>.yaml
struct Layout {
  bool repository_per_env = false;
  std::string env;                     // the environment, when repository_per_env
  bool env_release_file = true;        // write <env>/release.json
  bool kustomization_per_app = false;  // gitops/records/kustomization.hpp

  // All throw bad_input for names that are no safe path segment, not_found for an env that is not the
  // repository's.
  [[nodiscard]] std::string env_folder(std::string_view env_name) const;
  [[nodiscard]] std::string app_folder(std::string_view env_name, std::string_view app) const;
  [[nodiscard]] std::string env_release_path(std::string_view env_name) const;
  // Where Flux's own resources of an env stand.
  [[nodiscard]] std::string flux_folder(std::string_view env_name) const;
};

// Throws bad_input for a `layout` section that is wrong; other sections are not looked at.
Layout read_layout(const Snapshot& snapshot);

// Environments (top-level folders) and the apps of one (its sub-folders), those whose name is legal for one.
// With kustomizationPerApp the folder flux is no app.
std::vector<std::string> environments(const Snapshot& snapshot, const Layout& layout);
std::vector<std::string> apps(const Snapshot& snapshot, const Layout& layout, std::string_view env);

}  // namespace gimlet::gitops
