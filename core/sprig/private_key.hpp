#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/util/c_handle.hpp"

struct evp_md_st;    // libcrypto's EVP_MD
struct evp_pkey_st;  // and EVP_PKEY

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
  // Throw bad_input for a kind that certificates have no keys of, and for one that signs none.
  void check_certifiable() const;
  void check_signs() const;

  // The key, for libcrypto; this object keeps it. And the digest that goes with its signatures; nullptr if it
  // has none of its own.
  [[nodiscard]] evp_pkey_st* handle() const { return key_.get(); }
  [[nodiscard]] const evp_md_st* digest() const;

 private:
  struct Free {
    void operator()(evp_pkey_st* key) const;
  };
  using Handle = std::unique_ptr<evp_pkey_st, Free>;

  explicit PrivateKey(Handle key) : key_(std::move(key)) {}

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
