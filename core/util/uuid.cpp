#include "core/util/uuid.hpp"

#include <cerrno>
#include <cstring>

#include <sys/random.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/hash.hpp"
#include "core/util/string.hpp"

namespace gimlet {

std::string random_bytes(std::size_t n) {
  std::string bytes(n, '\0');
  for (std::size_t filled = 0; filled < n;) {
    const ssize_t got = ::getrandom(bytes.data() + filled, n - filled, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Error(ErrorCode::failed, "cannot read random bytes: " + system_message(errno));
    filled += static_cast<std::size_t>(got);
  }
  return bytes;
}

std::uint64_t random_below(std::uint64_t bound) {
  const std::uint64_t unusable = (UINT64_MAX - bound + 1) % bound;  // as many of the largest numbers
  std::uint64_t number = 0;
  do {
    const std::string bytes = random_bytes(sizeof number);
    std::memcpy(&number, bytes.data(), sizeof number);
  } while (number > UINT64_MAX - unusable);
  return number % bound;
}

namespace {

// 16 bytes as a UUID of a version.
std::string uuid_of(std::string bytes, unsigned version) {
  bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0FU) | (version << 4U));
  bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3FU) | 0x80U);
  std::string hex = to_hex(bytes);
  for (const std::size_t at : {20U, 16U, 12U, 8U}) hex.insert(at, 1, '-');
  return hex;
}

}  // namespace

std::string uuid_v4() {
  return uuid_of(random_bytes(16), 4);
}

std::string uuid_v5(std::string_view space, std::string_view name) {
  const auto bytes_of = [](const std::string& hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
      bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    return bytes;
  };
  const std::string digest = sha1_hex(bytes_of(replace_all(std::string(space), "-", "")) + std::string(name));
  return uuid_of(bytes_of(digest.substr(0, 32)), 5);
}

}  // namespace gimlet
