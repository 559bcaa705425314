#include "core/sprig/certificate.hpp"

#include <algorithm>
#include <array>

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "core/sprig/convert.hpp"
#include "core/sprig/der.hpp"
#include "core/sprig/libcrypto.hpp"
#include "core/util/uuid.hpp"
#include "core/value/strconv.hpp"

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

std::string name_of(const std::string& common_name) {
  if (common_name.empty()) return der::sequence({});
  return der::sequence({der::set({der::sequence({der::object_id("2.5.4.3"), der::text(common_name)})})});
}

std::string extension(const char* id, bool critical, const std::string& value) {
  std::vector<std::string> parts{der::object_id(id)};
  if (critical) parts.push_back(der::boolean(true));
  parts.push_back(der::octets(value));
  return der::sequence(parts);
}

// digitalSignature and keyEncipherment, and keyCertSign for a CA: bits 0, 2 and 5.
std::string key_usage(bool is_ca) {
  return is_ca ? der::bits("\xA4", 2) : der::bits("\xA0", 5);
}

std::string alternative_names(const CertificateRequest& request) {
  constexpr std::uint8_t dns_tag = 0x82;
  constexpr std::uint8_t ip_tag = 0x87;
  std::vector<std::string> names;
  for (const auto& name : request.dns_names) {
    const bool ascii =
        std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!ascii) fail("x509: " + go_quote(name) + " cannot be encoded as an IA5String");
    names.push_back(der::value(dns_tag, name));
  }
  for (const auto& address : request.ip_addresses) names.push_back(der::value(ip_tag, address));
  return der::sequence(names);
}

// The first 160 bits of the SHA-256 of the public key's bits (RFC 7093), as Go has it since 1.25.
std::string key_id(const std::string& public_key_info) {
  constexpr std::size_t id_bytes = 20;
  const auto* at = reinterpret_cast<const unsigned char*>(public_key_info.data());  // NOLINT: as above
  const CHandle<X509_PUBKEY, X509_PUBKEY_free> key(
      d2i_X509_PUBKEY(nullptr, &at, static_cast<long>(public_key_info.size())));
  const unsigned char* bytes = nullptr;
  int length = 0;
  libcrypto_ok(X509_PUBKEY_get0_param(nullptr, &bytes, &length, nullptr, key.get()));
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  libcrypto_ok(
      EVP_Digest(bytes, static_cast<std::size_t>(length), digest.data(), &size, EVP_sha256(), nullptr));
  return {digest.begin(), digest.begin() + id_bytes};
}

// In the order in which Go's crypto/x509 writes them.
std::string extensions(const CertificateRequest& request, const std::string& public_key_info,
                       const std::string& issuer_key_id) {
  const auto usage = [](const char* id) { return der::object_id(id); };
  std::vector<std::string> list{
      extension("2.5.29.15", true, key_usage(request.is_ca)),
      extension("2.5.29.37", false, der::sequence({usage("1.3.6.1.5.5.7.3.1"), usage("1.3.6.1.5.5.7.3.2")})),
      extension("2.5.29.19", true, request.is_ca ? der::sequence({der::boolean(true)}) : der::sequence({}))};
  if (request.is_ca) list.push_back(extension("2.5.29.14", false, der::octets(key_id(public_key_info))));
  if (!issuer_key_id.empty()) {
    list.push_back(extension("2.5.29.35", false, der::sequence({der::value(0x80, issuer_key_id)})));
  }
  if (!request.dns_names.empty() || !request.ip_addresses.empty()) {
    list.push_back(extension("2.5.29.17", request.common_name.empty(), alternative_names(request)));
  }
  return der::value(0xA3, der::sequence(list));
}

std::string certificate(const CertificateRequest& request, const PrivateKey& key,
                        const std::string& issuer_name, const std::string& issuer_key_id,
                        const PrivateKey& issuer_key) {
  constexpr std::size_t serial_bytes = 16;
  const std::string algorithm = issuer_key.signature_algorithm();
  const std::string public_key = key.public_key_info();
  const std::string version_3 = der::value(0xA0, der::integer("\x02"));
  const std::string body = der::sequence(
      {version_3, der::integer(random_bytes(serial_bytes)), algorithm, issuer_name,
       der::sequence({der::time(request.not_before), der::time(request.not_after)}),
       name_of(request.common_name), public_key, extensions(request, public_key, issuer_key_id)});
  return pem_text("CERTIFICATE", der::sequence({body, algorithm, der::bits(issuer_key.sign(body))}));
}

std::string subject_of(const Certificate& certificate) {
  unsigned char* bytes = nullptr;
  const int length = i2d_X509_NAME(X509_get_subject_name(certificate.get()), &bytes);
  if (length < 0) fail_in_libcrypto();
  std::string name(bytes, bytes + length);
  OPENSSL_free(bytes);
  return name;
}

std::string key_id_of(const Certificate& certificate) {
  const ASN1_OCTET_STRING* id = X509_get0_subject_key_id(certificate.get());
  if (id == nullptr) return "";
  const unsigned char* bytes = ASN1_STRING_get0_data(id);
  return {bytes, bytes + ASN1_STRING_length(id)};
}

}  // namespace

std::string self_signed_certificate(const CertificateRequest& request, const PrivateKey& key) {
  return certificate(request, key, name_of(request.common_name), "", key);
}

std::string signed_certificate(const CertificateRequest& request, const PrivateKey& key,
                               const std::string& issuer, const PrivateKey& issuer_key) {
  const Certificate parent = parse(first_pem_block(issuer).bytes);
  // Keys that can do neither are told before one that does not match.
  static_cast<void>(issuer_key.signature_algorithm());
  static_cast<void>(key.public_key_info());
  if (!issuer_key.matches(X509_get0_pubkey(parent.get()))) {
    fail("x509: provided PrivateKey doesn't match parent's PublicKey");
  }
  const std::string issuer_name = subject_of(parent);
  const bool other_name = issuer_name != name_of(request.common_name);
  return certificate(request, key, issuer_name, other_name ? key_id_of(parent) : "", issuer_key);
}

void check_certificate(const std::string& der) {
  parse(der);
}

}  // namespace gimlet::sprig
