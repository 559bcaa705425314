#include <cstdint>

#include "core/sprig/families.hpp"
#include "core/util/hash.hpp"
#include "core/util/uuid.hpp"

namespace gimlet::sprig {
namespace {

std::uint32_t adler32(std::string_view text) {
  constexpr std::uint32_t modulus = 65521;
  std::uint32_t low = 1;
  std::uint32_t high = 0;
  for (const char c : text) {
    low = (low + static_cast<unsigned char>(c)) % modulus;
    high = (high + low) % modulus;
  }
  return (high << 16U) | low;
}

}  // namespace

void add_crypto(FunctionTable& table) {
  using tmpl::string_argument;
  define(table, "sha1sum TEXT", "The SHA-1 digest of TEXT.",
         [](Arguments& a) -> Value { return sha1_hex(string_argument(a, 0)); });
  define(table, "sha256sum TEXT", "The SHA-256 digest of TEXT.",
         [](Arguments& a) -> Value { return sha256_hex(string_argument(a, 0)); });
  define(table, "sha512sum TEXT", "The SHA-512 digest of TEXT.",
         [](Arguments& a) -> Value { return sha512_hex(string_argument(a, 0)); });
  define(table, "adler32sum TEXT", "The Adler-32 checksum of TEXT as a decimal number.",
         [](Arguments& a) -> Value { return std::to_string(adler32(string_argument(a, 0))); });
}

}  // namespace gimlet::sprig
