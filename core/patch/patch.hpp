#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gimlet::patch {

// The resources that a JSON patch is for: regular expressions (Go's, which are RE2's) for the whole text; an
// empty one matches any. The name must be given.
struct Target {
  std::string group;
  std::string version;
  std::string kind;
  std::string name;
  std::string ns;
};

struct Json6902Patch {
  std::string patch;  // operations (RFC 6902) as JSON or YAML
  Target target;
};

// The patches of a manifest, under the names they have there.
struct Patches {
  std::string strategic_merge;  // YAML documents, each a strategic merge patch; blank: none
  std::vector<Json6902Patch> json6902;

  [[nodiscard]] bool empty() const;
};

struct Patched {
  std::string text;
  std::vector<std::string> warnings;  // one line each
};

// Patches rendered Kubernetes resources as `kubectl kustomize` 1.35 (kustomize 5.7.1) does: all strategic
// merge patches in order, then all JSON patches. The result holds every resource, also those that no patch is
// for, in the order of the input (sortOptions fifo), each behind a line "---", its keys sorted and its
// comments dropped. Resources that are annotated config.kubernetes.io/local-config are left out.
//
// Where kustomize fails although nothing is wrong, this does not: annotations whose keys look like numbers,
// blocks that begin with a tab, fields of built-in kinds that hold references to other resources but are of
// another type, and `test` of a JSON patch with the same value in another writing.
//
// `source` names the resources' text in errors. Throws bad_input with the JSON pointer of the patch
// ("/strategicMergePatches", "/json6902Patches/0") and the resource's name, in kustomize's words where it has
// any: for text that is no Kubernetes resource, two resources of one id, a strategic merge patch without its
// resource, patches that do not apply. A JSON patch without a resource is a warning.
Patched apply_patches(std::string_view resources, const Patches& patches, const std::string& source);

}  // namespace gimlet::patch
