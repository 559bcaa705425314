#include <array>
#include <cstdint>

#include <crypt.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "core/sprig/convert.hpp"
#include "core/sprig/families.hpp"
#include "core/sprig/libcrypto.hpp"
#include "core/util/uuid.hpp"

namespace gimlet::sprig {
namespace {

using tmpl::string_argument;

// golang.org/x/crypto/bcrypt's hash at its default cost. That writes the correct algorithm, which libcrypt
// calls $2b$, as $2a$.
std::string bcrypt(const std::string& password) {
  constexpr std::size_t max_bytes = 72;
  constexpr unsigned long cost = 10;
  constexpr int salt_bytes = 16;
  const std::string failed = "failed to encrypt string with bcrypt: ";
  if (password.size() > max_bytes) return failed + "bcrypt: password length exceeds 72 bytes";
  if (password.find('\0') != std::string::npos) return failed + "bcrypt: password has a NUL byte";
  std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> setting{};
  const std::string salt = random_bytes(salt_bytes);
  const bool ready =
      crypt_gensalt_rn("$2b$", cost, salt.data(), salt_bytes, setting.data(), setting.size()) != nullptr;
  crypt_data data{};
  const char* hash = ready ? crypt_rn(password.c_str(), setting.data(), &data, sizeof data) : nullptr;
  if (hash == nullptr) return failed + "libcrypt has no bcrypt";
  std::string text = hash;
  text.replace(0, 4, "$2a$");
  return text;
}

std::string htpasswd(const std::string& user, const std::string& password) {
  if (user.find(':') != std::string::npos) return "invalid username: " + user;
  return user + ":" + bcrypt(password);
}

std::string big_endian(std::uint32_t number) {
  std::string bytes;
  for (const unsigned shift : {24U, 16U, 8U, 0U}) bytes += static_cast<char>((number >> shift) & 0xFFU);
  return bytes;
}

// The forms of Master Password (masterpasswordapp.com): each character names a set of characters.
std::vector<std::string_view> forms_of(std::string_view type) {
  if (type == "maximum") return {"anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"};
  if (type == "long") {
    return {"CvcvnoCvcvCvcv", "CvcvCvcvnoCvcv", "CvcvCvcvCvcvno", "CvccnoCvcvCvcv", "CvccCvcvnoCvcv",
            "CvccCvcvCvcvno", "CvcvnoCvccCvcv", "CvcvCvccnoCvcv", "CvcvCvccCvcvno", "CvcvnoCvcvCvcc",
            "CvcvCvcvnoCvcc", "CvcvCvcvCvccno", "CvccnoCvccCvcv", "CvccCvccnoCvcv", "CvccCvccCvcvno",
            "CvcvnoCvccCvcc", "CvcvCvccnoCvcc", "CvcvCvccCvccno", "CvccnoCvcvCvcc", "CvccCvcvnoCvcc",
            "CvccCvcvCvccno"};
  }
  if (type == "medium") return {"CvcnoCvc", "CvcCvcno"};
  if (type == "short") return {"Cvcn"};
  if (type == "basic") return {"aaanaaan", "aannaaan", "aaannaaa"};
  if (type == "pin") return {"nnnn"};
  return {};
}

std::string_view characters_of(char name) {
  switch (name) {
    case 'C':
      return "BCDFGHJKLMNPQRSTVWXYZ";
    case 'v':
      return "aeiou";
    case 'c':
      return "bcdfghjklmnpqrstvwxyz";
    case 'a':
      return "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";
    case 'n':
      return "0123456789";
    case 'o':
      return "@&%?,=[]_:-+*$#!'^~;()/.";
    default:
      return "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()";
  }
}

const unsigned char* bytes_of(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());  // NOLINT: libcrypto's bytes are unsigned
}

// The password that Master Password derives for a site.
std::string derived(std::uint32_t counter, const std::string& type, const std::string& password,
                    const std::string& user, const std::string& site) {
  const auto forms = forms_of(type);
  if (forms.empty()) return "cannot find password template " + type;
  start_libcrypto();
  const std::string scope = "com.lyndir.masterpassword";
  const std::string salt = scope + big_endian(static_cast<std::uint32_t>(user.size())) + user;
  constexpr std::uint64_t rounds = 32768;
  constexpr std::uint64_t max_memory = 64ULL * 1024 * 1024;
  std::array<unsigned char, 64> key{};
  libcrypto_ok(EVP_PBE_scrypt(password.data(), password.size(), bytes_of(salt), salt.size(), rounds, 8, 2,
                              max_memory, key.data(), key.size()));
  const std::string message =
      scope + big_endian(static_cast<std::uint32_t>(site.size())) + site + big_endian(counter);
  std::array<unsigned char, EVP_MAX_MD_SIZE> seed{};
  unsigned length = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(message), message.size(),
           seed.data(), &length) == nullptr) {
    fail_in_libcrypto();
  }
  std::string result;
  std::size_t at = 0;
  for (const char name : forms[seed[0] % forms.size()]) {
    const std::string_view characters = characters_of(name);
    result += characters[seed.at(++at) % characters.size()];
  }
  return result;
}

}  // namespace

void add_passwords(FunctionTable& table) {
  define(table, "bcrypt TEXT", "The bcrypt hash of TEXT.",
         [](Arguments& a) -> Value { return bcrypt(string_argument(a, 0)); });
  define(table, "htpasswd USER PASSWORD", "A line of an htpasswd file, with bcrypt.",
         [](Arguments& a) -> Value {
           const auto& user = string_argument(a, 0);
           return htpasswd(user, string_argument(a, 1));
         });
  define(table, "derivePassword COUNTER TYPE PASSWORD USER SITE",
         "Master Password's password of SITE; TYPE is maximum, long, medium, short, basic or pin.",
         [](Arguments& a) -> Value {
           const std::uint32_t counter = tmpl::uint32_argument(a, 0);
           const auto& type = string_argument(a, 1);
           const auto& password = string_argument(a, 2);
           const auto& user = string_argument(a, 3);
           return derived(counter, type, password, user, string_argument(a, 4));
         });
}

}  // namespace gimlet::sprig
