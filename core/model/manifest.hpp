#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/policy.hpp"
#include "core/util/json_fwd.hpp"

namespace gimlet::model {

struct Chart {
  std::string repository;
  std::string name;
  std::string version;
};

struct PatchTarget {
  std::string group;
  std::string version;
  std::string kind;
  std::string name;
  std::string ns;  // "namespace" on the wire
};

struct Json6902Patch {
  std::string patch;
  PatchTarget target;
};

// Something besides its own resources that an application needs. There is one kind: "terraform", a module
// that the tofu controller applies. Of other kinds only name and kind are read.
struct Dependency {
  std::string name;
  std::string kind;
  std::string module_url;     // spec.module.url: https://host/repository?path=…&tag=|sha=|branch=
  std::string module_secret;  // spec.module.secret: names the Secret to fetch the module with
  SharedJson values;          // spec.values, the module's variables: an object, or null
  std::string secret;         // spec.secret: names a Secret with further variables
};

// One application in one environment: an element of an artifact's `environments`, or a `.gimlet/*.yaml` file.
// `document` is what it was read from, templates unresolved; known keys may be in any case there. With
// `preview` the other members are those that it implies (preview.hpp).
struct Manifest {
  std::string app;
  std::string env;
  std::string ns;  // "namespace" on the wire
  bool preview = false;
  std::optional<DeployPolicy> deploy;
  std::optional<CleanupPolicy> cleanup;
  std::optional<Chart> chart;
  SharedJson values;  // an object, or null
  std::string strategic_merge_patches;
  std::vector<Json6902Patch> json6902_patches;
  std::string manifests;
  std::vector<Dependency> dependencies;
  SharedJson document;
};

// `pointer` is where the manifest stands in its source ("/environments/0", or "" for a file of its own).
// Throws bad_input with the JSON pointer of the field that is missing or wrong. app and env must be there;
// whether they are valid path segments is checked by check_segment unless they still hold a template.
Manifest manifest_from_json(Json document, const std::string& pointer, const std::string& source);

// Reads `.gimlet/*.yaml`: one or more YAML documents (JSON is YAML), unquoted `!main` refused with a hint to
// quote it.
std::vector<Manifest> parse_manifests_yaml(std::string_view text, const std::string& source);

// What check_segment checks, as a question.
bool is_segment(std::string_view text, std::string_view what);
// Throws bad_input unless text is one path segment: letters, digits, ".", "_", "-", beginning with a letter
// or digit, at most 253 characters. `what` is "app" or "env".
void check_segment(std::string_view text, std::string_view what, const std::string& pointer,
                   const std::string& source);

}  // namespace gimlet::model
