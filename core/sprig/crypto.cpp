#include <cstdint>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "core/sprig/convert.hpp"
#include "core/sprig/families.hpp"
#include "core/sprig/libcrypto.hpp"
#include "core/util/c_handle.hpp"
#include "core/util/encoding.hpp"
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

// `count` characters of an alphabet of at most 256, each as likely as the others.
std::string random_text(std::string_view alphabet, std::int64_t count) {
  if (count < 0) return "";
  check_text_size(static_cast<std::size_t>(count));
  const std::size_t usable = 256 - 256 % alphabet.size();
  std::string text;
  while (text.size() < static_cast<std::size_t>(count)) {
    for (const char c : random_bytes(64)) {
      const std::size_t byte = static_cast<unsigned char>(c);
      if (byte < usable && text.size() < static_cast<std::size_t>(count))
        text += alphabet[byte % alphabet.size()];
    }
  }
  return text;
}

void define_random(FunctionTable& table, const std::string& name, const std::string& what,
                   const std::string& alphabet) {
  define(table, name + " COUNT", "COUNT random " + what + ".",
         [alphabet](Arguments& a) -> Value { return random_text(alphabet, tmpl::int_argument(a, 0)); });
}

void add_random(FunctionTable& table) {
  const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  const std::string digits = "0123456789";
  std::string ascii;
  for (char c = ' '; c <= '~'; ++c) ascii += c;
  define_random(table, "randAlpha", "letters", letters);
  define_random(table, "randNumeric", "digits", digits);
  define_random(table, "randAlphaNum", "letters and digits", letters + digits);
  define_random(table, "randAscii", "printable ASCII characters", ascii);
  define(table, "randBytes COUNT", "COUNT random bytes in base64.", [](Arguments& a) -> Value {
    const std::int64_t count = tmpl::int_argument(a, 0);
    if (count < 0) fail("runtime error: makeslice: len out of range");
    check_text_size(static_cast<std::size_t>(count));
    return base64_encode(random_bytes(static_cast<std::size_t>(count)));
  });
  define(table, "uuidv4", "A random UUID.", [](Arguments&) -> Value { return uuid_v4(); });
}

constexpr std::size_t aes_block = 16;
constexpr std::size_t aes_key = 32;

using Cipher = CHandle<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;

// AES-256-CBC over whole blocks. The password's first 32 bytes, or the password and zeros, are the key.
std::string aes(bool encrypt, std::string password, const std::string& iv, const std::string& blocks) {
  start_libcrypto();
  password.resize(aes_key, '\0');
  const auto bytes = [](const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());  // NOLINT: libcrypto's bytes are unsigned
  };
  const Cipher cipher(EVP_CIPHER_CTX_new());
  libcrypto_ok(EVP_CipherInit_ex(cipher.get(), EVP_aes_256_cbc(), nullptr, bytes(password), bytes(iv),
                                 encrypt ? 1 : 0));
  EVP_CIPHER_CTX_set_padding(cipher.get(), 0);
  std::string result(blocks.size() + aes_block, '\0');
  auto* out = reinterpret_cast<unsigned char*>(result.data());  // NOLINT: as above
  int length = 0;
  libcrypto_ok(EVP_CipherUpdate(cipher.get(), out, &length, bytes(blocks), static_cast<int>(blocks.size())));
  result.resize(static_cast<std::size_t>(length));
  return result;
}

std::string encrypted(const std::string& password, std::string text) {
  if (text.empty()) return "";
  const std::size_t padding = aes_block - text.size() % aes_block;
  text.append(padding, static_cast<char>(padding));
  const std::string iv = random_bytes(aes_block);
  return base64_encode(iv + aes(true, password, iv, text));
}

std::string decrypted(const std::string& password, const std::string& encoded) {
  if (encoded.empty()) return "";
  const Decoded decoded = base64_decode(encoded);
  if (decoded.bad_at) fail(fmt::format("illegal base64 data at input byte {}", *decoded.bad_at));
  if (decoded.bytes.size() < aes_block) {
    // Go made room for what the text could have held.
    const std::size_t room = encoded.size() / 4 * 3;
    fail(fmt::format("runtime error: slice bounds out of range [:16] with capacity {}", room));
  }
  const std::string blocks = decoded.bytes.substr(aes_block);
  if (blocks.size() % aes_block != 0) fail("crypto/cipher: input not full blocks");
  if (blocks.empty()) fail("runtime error: index out of range [-1]");
  std::string text = aes(false, password, decoded.bytes.substr(0, aes_block), blocks);
  const std::size_t padding = static_cast<unsigned char>(text.back());
  if (padding > text.size()) {
    fail(fmt::format("runtime error: slice bounds out of range [:-{}]", padding - text.size()));
  }
  text.erase(text.size() - padding);
  return text;
}

}  // namespace

void add_crypto(FunctionTable& table) {
  using tmpl::string_argument;
  add_random(table);
  define(table, "sha1sum TEXT", "The SHA-1 digest of TEXT.",
         [](Arguments& a) -> Value { return sha1_hex(string_argument(a, 0)); });
  define(table, "sha256sum TEXT", "The SHA-256 digest of TEXT.",
         [](Arguments& a) -> Value { return sha256_hex(string_argument(a, 0)); });
  define(table, "sha512sum TEXT", "The SHA-512 digest of TEXT.",
         [](Arguments& a) -> Value { return sha512_hex(string_argument(a, 0)); });
  define(table, "encryptAES PASSWORD TEXT", "TEXT in AES-256-CBC, in base64.", [](Arguments& a) -> Value {
    const auto& password = string_argument(a, 0);
    return encrypted(password, string_argument(a, 1));
  });
  define(table, "decryptAES PASSWORD TEXT", "What encryptAES made TEXT of.", [](Arguments& a) -> Value {
    const auto& password = string_argument(a, 0);
    return decrypted(password, string_argument(a, 1));
  });
  define(table, "adler32sum TEXT", "The Adler-32 checksum of TEXT as a decimal number.",
         [](Arguments& a) -> Value { return std::to_string(adler32(string_argument(a, 0))); });
}

}  // namespace gimlet::sprig
