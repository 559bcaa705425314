#pragma once

#include <string_view>

namespace gimlet::gitops {

// True for a name that can stand in a tree and in anybody's working tree: not empty, ".", ".." or a spelling
// of
// ".git" on some file system, without "/", "\", ":" and control characters, at most 255 bytes, valid UTF-8.
bool is_safe_name(std::string_view name);

// Throws bad_input unless every step of the path is a safe name.
void check_safe_path(std::string_view path);

}  // namespace gimlet::gitops
