#include "gitops/snapshot.hpp"

#include "core/util/hash.hpp"

namespace gimlet::gitops {

std::string blob_id(std::string_view content) {
  return sha1_hex("blob " + std::to_string(content.size()) + '\0' + std::string(content));
}

bool Snapshot::holds(std::string_view path, std::string_view content) const {
  const auto there = entry(path);
  return there && there->kind == Entry::Kind::file && there->id == blob_id(content);
}

bool Snapshot::is_filtered(std::string_view /*path*/) const {
  return false;
}

std::string Snapshot::attributes_above(std::string_view /*folder*/) const {
  return "";
}

}  // namespace gimlet::gitops
