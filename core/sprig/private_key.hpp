#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/util/c_handle.hpp"

struct evp_pkey_st;  // libcrypto's EVP_PKEY

namespace gimlet::sprig {

// A private key of one of the kinds Go's crypto/x509 knows.
class PrivateKey {
 public:
  // "rsa" (4096 bits), "dsa" (2048), "ecdsa" (P-256) or "ed25519"; throws bad_input for another kind.
  static PrivateKey generate(std::string_view kind);
  static PrivateKey generate_rsa(unsigned bits);
  // The first PEM block of a text: PKCS #8, or the older forms of RSA, EC and DSA. Throws bad_input with
  // sprig's words.
  static PrivateKey parse(const std::string& pem);

  // As sprig writes it: PKCS #1, SEC 1 and OpenSSL's form for RSA, EC and DSA, PKCS #8 for the rest.
  [[nodiscard]] std::string pem() const;
  // SubjectPublicKeyInfo in DER. Throws bad_input for a kind that certificates have no keys of.
  [[nodiscard]] std::string public_key_info() const;
  [[nodiscard]] bool matches(const evp_pkey_st* public_key) const;

  // The AlgorithmIdentifier, in DER, that certificates signed with this key name. Throws bad_input for keys
  // that sign none.
  [[nodiscard]] std::string signature_algorithm() const;
  [[nodiscard]] std::string sign(std::string_view message) const;

 private:
  struct Free {
    void operator()(evp_pkey_st* key) const;
  };
  using Handle = std::unique_ptr<evp_pkey_st, Free>;

  explicit PrivateKey(Handle key) : key_(std::move(key)) {}
  [[nodiscard]] const char* digest_name() const;

  Handle key_;
};

// The first PEM block of a text; an empty type if there is none.
struct PemBlock {
  std::string type;  // "CERTIFICATE"
  std::string bytes;
};
PemBlock first_pem_block(const std::string& text);
// A block as Go's encoding/pem writes it.
std::string pem_text(const std::string& type, std::string_view bytes);

}  // namespace gimlet::sprig
