#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/util/time.hpp"

namespace gimlet::gitops {

// A mirror in a cache folder.
struct Mirror {
  std::filesystem::path folder;
  std::string url;  // redacted
  std::uint64_t bytes = 0;
  UnixSeconds used = 0;  // when it was last opened
};

// The mirrors in a cache folder (RepoOptions::cache_folder), by URL.
std::vector<Mirror> list_mirrors(const std::filesystem::path& cache_folder);

// Removes a mirror; the next use of its URL makes it anew. Throws conflict while somebody opens it, failed.
void remove_mirror(const Mirror& mirror);

}  // namespace gimlet::gitops
