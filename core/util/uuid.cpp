#include "core/util/uuid.hpp"

#include <cerrno>

#include <sys/random.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/hash.hpp"

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

std::string uuid_v4() {
  std::string bytes = random_bytes(16);
  bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0FU) | 0x40U);
  bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3FU) | 0x80U);
  std::string hex = to_hex(bytes);
  for (const std::size_t at : {20U, 16U, 12U, 8U}) hex.insert(at, 1, '-');
  return hex;
}

}  // namespace gimlet
