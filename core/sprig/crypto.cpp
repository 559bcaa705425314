#include <cstdint>

#include "core/sprig/convert.hpp"
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

// `count` characters of an alphabet of at most 256, each as likely as the others.
std::string random_text(std::string_view alphabet, std::int64_t count) {
  if (count < 0) fail("requested random string length " + std::to_string(count) + " is less than 0");
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
  define(table, "adler32sum TEXT", "The Adler-32 checksum of TEXT as a decimal number.",
         [](Arguments& a) -> Value { return std::to_string(adler32(string_argument(a, 0))); });
}

}  // namespace gimlet::sprig
