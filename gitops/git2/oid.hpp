#pragma once

#include <string>
#include <string_view>

#include <git2.h>

namespace gimlet::git2 {

// 40 lower-case hex digits.
std::string to_hex(const git_oid& id);
// Throws bad_input unless the text is 40 hex digits.
git_oid to_oid(std::string_view hex);
// True for 40 hex digits.
bool is_full_id(std::string_view text);

// The id of a blob of this content.
git_oid hash_blob(std::string_view content);

inline bool same(const git_oid& a, const git_oid& b) {
  return git_oid_equal(&a, &b) != 0;
}
inline bool is_zero(const git_oid& id) {
  return git_oid_is_zero(&id) != 0;
}

}  // namespace gimlet::git2
