#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/yaml/yaml.hpp"

namespace gimlet::model {

// How parse_manifests_yaml reads. `source` names the text in errors.
yaml::ReadOptions manifest_read_options(const std::string& source);

// The documents of a manifest file. app, env and namespace are names: "n", "y" or "on", which YAML 1.1 takes
// for booleans, stay what is written, as for yaml.v3, which Gimlet reads them with. Throws what
// yaml::read_all throws.
std::vector<Value> read_manifest_documents(std::string_view text, const yaml::ReadOptions& options);

}  // namespace gimlet::model
