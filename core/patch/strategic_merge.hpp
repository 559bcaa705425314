#pragma once

#include "core/patch/node_edit.hpp"

namespace gimlet::patch {

// Merges a strategic merge patch into a resource as kustomize 5.7.1 (kyaml's merge2) does. Gives the merged
// resource: `resource` itself, changed; another node if the patch says `$patch: replace`; nullptr if it says
// `$patch: delete`. Nodes of the patch become part of the result.
//
// * Maps merge, and a null removes a field. Scalars and lists are replaced.
// * Lists that kinds.hpp knows as merged: elements with the same key merge, new ones stand before the old
//   ones; `$patch: delete` removes one, and an element that is nothing but `$patch: replace` makes the
//   patch's list replace the old one.
// * What kustomize makes of a patch that is not quite right is kept, too: see the cases in
//   tests/compat/data/kustomize.
//
// Throws bad_input where the patch changes a node's type, or has an unknown `$patch`.
Node* merge(Node* resource, Node* patch, NodePool& pool);

}  // namespace gimlet::patch
