#include "store/event_id.hpp"

#include <algorithm>
#include <string_view>

#include "core/util/uuid.hpp"

namespace gimlet::store {
namespace {

constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford's base 32
constexpr int time_characters = 10;
constexpr std::size_t random_characters = 16;

}  // namespace

std::string new_event_id(std::int64_t created) {
  const auto milliseconds = static_cast<std::uint64_t>(std::max<std::int64_t>(created, 0)) * 1000;
  std::string id;
  for (int digit = time_characters - 1; digit >= 0; --digit) {
    id += alphabet[(milliseconds >> static_cast<unsigned>(digit * 5)) & 31U];
  }
  for (const char byte : random_bytes(random_characters))
    id += alphabet[static_cast<unsigned char>(byte) & 31U];
  return id;
}

}  // namespace gimlet::store
