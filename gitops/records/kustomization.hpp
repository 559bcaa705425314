#pragma once

#include <optional>
#include <string>

#include "gitops/change.hpp"
#include "gitops/records/layout.hpp"
#include "gitops/records/target.hpp"
#include "gitops/snapshot.hpp"

// `[<env>/]flux/kustomization-<app>.yaml`, of a repository whose layout says kustomizationPerApp: the Flux
// Kustomization that applies one app's folder. Names and content are those that Gimlet gives it.
namespace gimlet::gitops {

// The edit that adds it: nullopt where the layout wants none and where it is there, for people add to it what
// their cluster needs. `repository` is the URL or the path of the GitOps repository, `ns` the app's
// namespace, which may be "": both become part of the resource's name. Its source is the GitRepository of a
// file `gitops-repo…` beside it, else what Gimlet would have called that. Throws bad_input for an app that
// is called flux.
std::optional<Edit> add_kustomization(const Snapshot& tip, const Layout& layout, const Target& target,
                                      const std::string& ns, const std::string& repository);

// The edit that removes it with its app; nullopt where there is none.
std::optional<Edit> remove_kustomization(const Snapshot& tip, const Layout& layout, const Target& target);

// The edit that brings it back as it was at another time, where it is gone since.
std::optional<Edit> restore_kustomization(const Snapshot& tip, const Snapshot& then, const Layout& layout,
                                          const Target& target);

}  // namespace gimlet::gitops
