#include "core/sprig/certificate.hpp"

#include <algorithm>
#include <string_view>

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "core/go/strconv.hpp"
#include "core/sprig/convert.hpp"
#include "core/sprig/libcrypto.hpp"
#include "core/util/hash.hpp"
#include "core/util/string.hpp"
#include "core/util/uuid.hpp"

namespace gimlet::sprig {
namespace {

using Certificate = CHandle<X509, X509_free>;

Certificate parse(const std::string& der) {
  start_libcrypto();
  const auto* at =
      reinterpret_cast<const unsigned char*>(der.data());  // NOLINT: libcrypto's bytes are unsigned
  Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  if (!certificate) {
    libcrypto_reason();
    fail("x509: malformed certificate");
  }
  return certificate;
}

using Serial = CHandle<BIGNUM, BN_free>;
using Extension = CHandle<X509_EXTENSION, X509_EXTENSION_free>;
using Names = CHandle<GENERAL_NAMES, GENERAL_NAMES_free>;

const unsigned char* bytes_of(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());  // NOLINT: libcrypto's bytes are unsigned
}

bool is_printable(char c) {
  const bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return alphanumeric || std::string_view(" '()+,-./:=?").find(c) != std::string_view::npos;
}

// A PrintableString if the name has only its characters, else a UTF8String, as Go's encoding/asn1 chooses.
void set_subject(X509* certificate, const std::string& common_name) {
  if (common_name.empty()) return;
  if (!is_valid_utf8(common_name)) fail("asn1: string not valid UTF-8");
  const bool printable = std::all_of(common_name.begin(), common_name.end(), is_printable);
  libcrypto_ok(X509_NAME_add_entry_by_NID(X509_get_subject_name(certificate), NID_commonName,
                                          printable ? V_ASN1_PRINTABLESTRING : V_ASN1_UTF8STRING,
                                          bytes_of(common_name), static_cast<int>(common_name.size()), -1,
                                          0));
}

void set_serial(X509* certificate) {
  constexpr int serial_bytes = 16;
  const Serial number(BN_bin2bn(bytes_of(random_bytes(serial_bytes)), serial_bytes, nullptr));
  if (BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) == nullptr) fail_in_libcrypto();
}

// One in the words of OpenSSL's configuration files.
void add_extension(X509* certificate, int kind, const std::string& text) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, nullptr, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, text.c_str()));
  if (!extension) fail_in_libcrypto();
  libcrypto_ok(X509_add_ext(certificate, extension.get(), -1));
}

void add_name(const Names& names, int kind, int type, const std::string& text) {
  CHandle<GENERAL_NAME, GENERAL_NAME_free> name(GENERAL_NAME_new());
  CHandle<ASN1_STRING, ASN1_STRING_free> content(ASN1_STRING_type_new(type));
  if (!name || !content) fail_in_libcrypto();
  libcrypto_ok(ASN1_STRING_set(content.get(), text.data(), static_cast<int>(text.size())));
  GENERAL_NAME_set0_value(name.get(), kind, content.release());
  if (sk_GENERAL_NAME_push(names.get(), name.get()) <= 0) fail_in_libcrypto();
  static_cast<void>(name.release());
}

void add_alternative_names(X509* certificate, const CertificateRequest& request) {
  if (request.dns_names.empty() && request.ip_addresses.empty()) return;
  const Names names(GENERAL_NAMES_new());
  if (!names) fail_in_libcrypto();
  for (const auto& name : request.dns_names) {
    const bool ascii =
        std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!ascii) fail("x509: " + go::quote(name) + " cannot be encoded as an IA5String");
    add_name(names, GEN_DNS, V_ASN1_IA5STRING, name);
  }
  for (const auto& address : request.ip_addresses) add_name(names, GEN_IPADD, V_ASN1_OCTET_STRING, address);
  libcrypto_ok(X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(),
                                 request.common_name.empty() ? 1 : 0, X509V3_ADD_APPEND));
}

// The first 160 bits of the SHA-256 of the public key's bits (RFC 7093), as Go has it since 1.25; in hex.
std::string key_id(X509* certificate) {
  constexpr std::size_t id_digits = 40;
  const ASN1_BIT_STRING* key = X509_get0_pubkey_bitstr(certificate);
  return sha256_hex({reinterpret_cast<const char*>(ASN1_STRING_get0_data(key)),  // NOLINT: as above
                     static_cast<std::size_t>(ASN1_STRING_length(key))})
      .substr(0, id_digits);
}

void add_authority_key_id(X509* certificate, X509* issuer) {
  const ASN1_OCTET_STRING* id = X509_get0_subject_key_id(issuer);
  if (id == nullptr) return;
  const CHandle<AUTHORITY_KEYID, AUTHORITY_KEYID_free> authority(AUTHORITY_KEYID_new());
  if (!authority) fail_in_libcrypto();
  authority->keyid = ASN1_OCTET_STRING_dup(id);
  libcrypto_ok(
      X509_add1_ext_i2d(certificate, NID_authority_key_identifier, authority.get(), 0, X509V3_ADD_APPEND));
}

// A certificate as Go's crypto/x509 makes it, its extensions in the same order. Without an issuer it is its
// own.
std::string certificate_of(const CertificateRequest& request, const PrivateKey& key, X509* issuer,
                           const PrivateKey& issuer_key) {
  start_libcrypto();
  const Certificate made(X509_new());
  X509* certificate = made.get();
  libcrypto_ok(X509_set_version(certificate, X509_VERSION_3));
  set_serial(certificate);
  set_subject(certificate, request.common_name);
  const X509_NAME* subject = X509_get_subject_name(certificate);
  const X509_NAME* issuer_name = issuer == nullptr ? subject : X509_get_subject_name(issuer);
  libcrypto_ok(X509_set_issuer_name(certificate, issuer_name));
  if (ASN1_TIME_set(X509_getm_notBefore(certificate), request.not_before) == nullptr) fail_in_libcrypto();
  if (ASN1_TIME_set(X509_getm_notAfter(certificate), request.not_after) == nullptr) fail_in_libcrypto();
  libcrypto_ok(X509_set_pubkey(certificate, key.handle()));

  const std::string usage = "critical,digitalSignature,keyEncipherment";
  add_extension(certificate, NID_key_usage, usage + (request.is_ca ? ",keyCertSign" : ""));
  add_extension(certificate, NID_ext_key_usage, "serverAuth,clientAuth");
  add_extension(certificate, NID_basic_constraints, request.is_ca ? "critical,CA:TRUE" : "critical,CA:FALSE");
  if (request.is_ca) add_extension(certificate, NID_subject_key_identifier, key_id(certificate));
  if (issuer != nullptr && X509_NAME_cmp(issuer_name, subject) != 0)
    add_authority_key_id(certificate, issuer);
  add_alternative_names(certificate, request);
  if (X509_sign(certificate, issuer_key.handle(), issuer_key.digest()) == 0) fail_in_libcrypto();
  return pem_text("CERTIFICATE", der_of([&](unsigned char** bytes) { return i2d_X509(certificate, bytes); }));
}

}  // namespace

std::string self_signed_certificate(const CertificateRequest& request, const PrivateKey& key) {
  key.check_signs();
  return certificate_of(request, key, nullptr, key);
}

std::string signed_certificate(const CertificateRequest& request, const PrivateKey& key,
                               const std::string& issuer, const PrivateKey& issuer_key) {
  const Certificate parent = parse(first_pem_block(issuer).bytes);
  // Keys that can do neither are told before one that does not match.
  issuer_key.check_signs();
  key.check_certifiable();
  if (EVP_PKEY_eq(issuer_key.handle(), X509_get0_pubkey(parent.get())) != 1) {
    fail("x509: provided PrivateKey doesn't match parent's PublicKey");
  }
  return certificate_of(request, key, parent.get(), issuer_key);
}

void check_certificate(const std::string& der) {
  parse(der);
}

}  // namespace gimlet::sprig
