#include "core/util/hash.hpp"

#include <array>
#include <cstdint>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "core/util/encoding.hpp"
#include "core/util/error.hpp"

namespace gimlet {
namespace {

std::string digest_hex(const EVP_MD* (*algorithm)(), std::string_view data) {
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG,
                      nullptr);  // the system's configuration says nothing about digests
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_Digest(data.data(), data.size(), digest.data(), &length, algorithm(), nullptr) != 1) {
    throw Error(ErrorCode::failed, "libcrypto could not compute a digest");
  }
  std::string bytes(digest.begin(), digest.begin() + length);
  return to_hex(bytes);
}

}  // namespace

std::string sha256_hex(std::string_view data) {
  return digest_hex(EVP_sha256, data);
}
std::string sha1_hex(std::string_view data) {
  return digest_hex(EVP_sha1, data);
}
std::string sha512_hex(std::string_view data) {
  return digest_hex(EVP_sha512, data);
}

std::string to_hex(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<std::uint8_t>(c);
    text += lower_hex_digits[byte >> 4U];
    text += lower_hex_digits[byte & 15U];
  }
  return text;
}

std::string base64_encode(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  std::string input(bytes);
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(input.data()), static_cast<int>(input.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

}  // namespace gimlet
