#pragma once

#include <string>

#include "core/yaml/yaml.hpp"

namespace gimlet::model {

// How parse_manifests_yaml reads. `source` names the text in errors.
yaml::ReadOptions manifest_read_options(const std::string& source);

}  // namespace gimlet::model
