#include "core/util/hash.hpp"

#include <array>
#include <cstdint>

// EVP starts libcrypto's providers first, several million instructions for one digest; these functions are
// deprecated for those who want algorithms to be chosen at run time.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include "core/util/encoding.hpp"

namespace gimlet {
namespace {

// The processor's own instructions for digests, which libcrypto looks for when it is started, are worth that
// for much data only.
void prepare_digest(std::size_t bytes) {
  constexpr std::size_t worth_a_start = 16 << 10;
  if (bytes >= worth_a_start) OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
}

template <std::size_t Size, class Context>
std::string digest_hex(int (*init)(Context*), int (*update)(Context*, const void*, std::size_t),
                       int (*final)(unsigned char*, Context*), std::string_view data) {
  prepare_digest(data.size());
  Context context;
  std::array<unsigned char, Size> digest{};
  init(&context);
  update(&context, data.data(), data.size());
  final(digest.data(), &context);
  return to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace

std::string sha256_hex(std::string_view data) {
  return digest_hex<SHA256_DIGEST_LENGTH>(SHA256_Init, SHA256_Update, SHA256_Final, data);
}
std::string sha1_hex(std::string_view data) {
  return digest_hex<SHA_DIGEST_LENGTH>(SHA1_Init, SHA1_Update, SHA1_Final, data);
}
std::string sha512_hex(std::string_view data) {
  return digest_hex<SHA512_DIGEST_LENGTH>(SHA512_Init, SHA512_Update, SHA512_Final, data);
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
