#pragma once

#include "core/model/manifest.hpp"
#include "core/render/renderer.hpp"

namespace gimlet::render {

// Adds a file `dependency-<name>.yaml` for each dependency of kind terraform: the Flux GitRepository of its
// module and the Terraform resource that the tofu controller applies (infra.contrib.fluxcd.io/v1alpha2), both
// called `<app>-<name>`, as Gimlet wrote them in 2024. The plan is approved by itself; variables come from
// spec.values and from the Secret that spec.secret names, and the outputs go into the Secret
// `<app>-<name>-output`.
//
// Throws bad_input with the dependency's JSON pointer for another kind, a name that no resource can have or
// that stands twice, and an address that the source controller does not take.
void add_dependencies(Rendered& rendered, const model::Manifest& resolved);

}  // namespace gimlet::render
