#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/util/error.hpp"

namespace gimlet::gitops {

// What a working tree is refused for, whoever finds it.
Error in_the_way(const std::vector<std::string>& paths);
Error unresolved_merge(const std::filesystem::path& root);

}  // namespace gimlet::gitops
