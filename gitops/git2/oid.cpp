#include "gitops/git2/oid.hpp"

#include <algorithm>
#include <array>

#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::git2 {

std::string to_hex(const git_oid& id) {
  std::array<char, GIT_OID_HEXSZ> text{};
  git_oid_fmt(text.data(), &id);
  return {text.data(), text.size()};
}

bool is_full_id(std::string_view text) {
  return text.size() == GIT_OID_HEXSZ && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
         });
}

git_oid to_oid(std::string_view hex) {
  git_oid id{};
  if (!is_full_id(hex) || git_oid_fromstrn(&id, hex.data(), hex.size()) != 0) {
    throw Error(ErrorCode::bad_input, "no object id: " + printable_line(hex));
  }
  return id;
}

git_oid hash_blob(std::string_view content) {
  git_oid id{};
  git_odb_hash(&id, content.data(), content.size(),
               GIT_OBJECT_BLOB);  // fails for a kind that has no objects only
  return id;
}

}  // namespace gimlet::git2
