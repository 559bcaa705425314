#include "gitops/snapshot.hpp"

#include "core/util/hash.hpp"

namespace gimlet::gitops {

std::string blob_id(std::string_view content) {
  return sha1_hex("blob " + std::to_string(content.size()) + '\0' + std::string(content));
}

}  // namespace gimlet::gitops
