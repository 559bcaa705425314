#pragma once

#include <filesystem>

namespace gimlet::store {

// The file that a path to a store stands for, links of the file itself followed, also to one that is not
// there yet. A path that ends in no link is left as it is. What lies beside a store (its lock, its claims) is
// named after this file: under two names it would have two locks, and writers would undo each other's work.
std::filesystem::path behind_links(std::filesystem::path path);

// Whether a path leads to a file of a store, whether that is there or not: itself, its lock or its claims,
// through whatever links.
bool is_own_file(const std::filesystem::path& store, const std::filesystem::path& file);

}  // namespace gimlet::store
