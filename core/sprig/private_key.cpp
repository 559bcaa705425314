#include "core/sprig/private_key.hpp"

#include <openssl/core_names.h>
#include <openssl/dsa.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "core/sprig/convert.hpp"
#include "core/sprig/libcrypto.hpp"
#include "core/util/encoding.hpp"
#include "core/util/error.hpp"
#include "core/util/hash.hpp"

namespace gimlet::sprig {
namespace {

using Context = CHandle<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Pkcs8 = CHandle<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free>;
using Key = CHandle<EVP_PKEY, EVP_PKEY_free>;

constexpr std::string_view key_suffix = " PRIVATE KEY";

Context context_for(const char* kind) {
  start_libcrypto();
  Context context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
  if (!context) fail_in_libcrypto();
  return context;
}

Key generated(const Context& context) {
  Key key;
  if (EVP_PKEY_generate(context.get(), out_ptr(key)) != 1) fail_in_libcrypto();
  return key;
}

Key generate_dsa() {
  const Context parameters = context_for("DSA");
  Key group;
  libcrypto_ok(EVP_PKEY_paramgen_init(parameters.get()));
  libcrypto_ok(EVP_PKEY_CTX_set_dsa_paramgen_bits(parameters.get(), 2048));
  libcrypto_ok(EVP_PKEY_CTX_set_dsa_paramgen_q_bits(parameters.get(), 256));
  libcrypto_ok(EVP_PKEY_paramgen(parameters.get(), out_ptr(group)));
  const Context context(EVP_PKEY_CTX_new_from_pkey(nullptr, group.get(), nullptr));
  libcrypto_ok(EVP_PKEY_keygen_init(context.get()));
  return generated(context);
}

Key generate_ec() {
  const Context context = context_for("EC");
  libcrypto_ok(EVP_PKEY_keygen_init(context.get()));
  libcrypto_ok(EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context.get(), NID_X9_62_prime256v1));
  return generated(context);
}

Key generate_ed25519() {
  const Context context = context_for("ED25519");
  libcrypto_ok(EVP_PKEY_keygen_init(context.get()));
  return generated(context);
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(
      text.data());  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
}

Key parse_pkcs8(const std::string& der) {
  const unsigned char* at = bytes_of(der);
  const Pkcs8 info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.size())));
  Key key(info ? EVP_PKCS82PKEY(info.get()) : nullptr);
  if (!key) fail("decoding PEM as PKCS#8: " + libcrypto_reason());
  return key;
}

Key parse_older(int kind, const char* name, const std::string& der) {
  const unsigned char* at = bytes_of(der);
  Key key(d2i_PrivateKey(kind, nullptr, &at, static_cast<long>(der.size())));
  if (!key) fail(std::string("parsing ") + name + " private key from PEM: " + libcrypto_reason());
  return key;
}

Key parse_key(const std::string& text) {
  const PemBlock block = first_pem_block(text);
  if (block.type.empty()) fail("no PEM data in input");
  if (block.type == "PRIVATE KEY") return parse_pkcs8(block.bytes);
  if (!block.type.ends_with(key_suffix)) fail("no private key data in PEM block of type " + block.type);
  if (block.type == "RSA PRIVATE KEY") return parse_older(EVP_PKEY_RSA, "RSA", block.bytes);
  if (block.type == "EC PRIVATE KEY") return parse_older(EVP_PKEY_EC, "EC", block.bytes);
  if (block.type == "DSA PRIVATE KEY") return parse_older(EVP_PKEY_DSA, "DSA", block.bytes);
  fail("invalid private key type " + block.type);
}

}  // namespace

void PrivateKey::Free::operator()(evp_pkey_st* key) const {
  EVP_PKEY_free(key);
}

PrivateKey PrivateKey::generate(std::string_view kind) {
  constexpr unsigned rsa_bits = 4096;
  if (kind.empty() || kind == "rsa") return generate_rsa(rsa_bits);
  if (kind == "dsa") return PrivateKey(Handle(generate_dsa().release()));
  if (kind == "ecdsa") return PrivateKey(Handle(generate_ec().release()));
  if (kind == "ed25519") return PrivateKey(Handle(generate_ed25519().release()));
  fail("Unknown type " + std::string(kind));
}

PrivateKey PrivateKey::generate_rsa(unsigned bits) {
  const Context context = context_for("RSA");
  libcrypto_ok(EVP_PKEY_keygen_init(context.get()));
  libcrypto_ok(EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), static_cast<int>(bits)));
  return PrivateKey(Handle(generated(context).release()));
}

PrivateKey PrivateKey::parse(const std::string& pem) {
  start_libcrypto();
  return PrivateKey(Handle(parse_key(pem).release()));
}

std::string PrivateKey::pem() const {
  const int kind = EVP_PKEY_get_base_id(key_.get());
  const char* name = kind == EVP_PKEY_RSA   ? "RSA"
                     : kind == EVP_PKEY_EC  ? "EC"
                     : kind == EVP_PKEY_DSA ? "DSA"
                                            : nullptr;
  if (name != nullptr) {
    return pem_text(name + std::string(key_suffix),
                    der_of([&](unsigned char** bytes) { return i2d_PrivateKey(key_.get(), bytes); }));
  }
  const Pkcs8 info(EVP_PKEY2PKCS8(key_.get()));
  if (!info) fail_in_libcrypto();
  return pem_text("PRIVATE KEY",
                  der_of([&](unsigned char** bytes) { return i2d_PKCS8_PRIV_KEY_INFO(info.get(), bytes); }));
}

void PrivateKey::check_certifiable() const {
  if (EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_DSA)
    fail("x509: unsupported public key type: *dsa.PublicKey");
}

void PrivateKey::check_signs() const {
  switch (EVP_PKEY_get_base_id(key_.get())) {
    case EVP_PKEY_RSA:
    case EVP_PKEY_EC:
    case EVP_PKEY_ED25519:
      return;
    case EVP_PKEY_DSA:
      fail("x509: certificate private key does not implement crypto.Signer");
    default:
      fail("x509: only RSA, ECDSA and Ed25519 keys supported");
  }
}

const evp_md_st* PrivateKey::digest() const {
  switch (EVP_PKEY_get_base_id(key_.get())) {
    case EVP_PKEY_EC: {
      constexpr int p384_bits = 384;
      const int bits = EVP_PKEY_get_bits(key_.get());
      return bits > p384_bits ? EVP_sha512() : bits == p384_bits ? EVP_sha384() : EVP_sha256();
    }
    case EVP_PKEY_RSA:
      return EVP_sha256();
    default:
      return nullptr;
  }
}

PemBlock first_pem_block(const std::string& text) {
  constexpr std::string_view begin = "-----BEGIN ";
  constexpr std::string_view dashes = "-----";
  for (auto at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1)) {
    const bool at_line_start = at == 0 || text[at - 1] == '\n';
    const auto line_end = text.find('\n', at);
    if (!at_line_start || line_end == std::string::npos) continue;
    std::string type = text.substr(at + begin.size(), line_end - at - begin.size());
    while (type.ends_with('\r') || type.ends_with(' ')) type.pop_back();
    if (!type.ends_with(dashes)) continue;
    type.resize(type.size() - dashes.size());
    const auto end = text.find("\n-----END " + type + "-----", line_end - 1);
    if (end == std::string::npos) continue;
    std::string body = end > line_end ? text.substr(line_end + 1, end - line_end - 1) : "";
    // Headers, such as those of an encrypted key, end at an empty line.
    if (body.find(':') != std::string::npos) body.erase(0, std::min(body.find("\n\n"), body.size()));
    std::erase_if(body, [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
    Decoded decoded = base64_decode(body);
    if (!decoded.bad_at) return {type, std::move(decoded.bytes)};
  }
  return {};
}

std::string pem_text(const std::string& type, std::string_view bytes) {
  constexpr std::size_t line_length = 64;
  const std::string body = base64_encode(bytes);
  std::string text = "-----BEGIN " + type + "-----\n";
  for (std::size_t at = 0; at < body.size(); at += line_length)
    text.append(body, at, line_length).append("\n");
  return text + "-----END " + type + "-----\n";
}

}  // namespace gimlet::sprig
