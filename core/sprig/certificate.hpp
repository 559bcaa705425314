#pragma once

#include <string>
#include <vector>

#include "core/sprig/private_key.hpp"
#include "core/util/time.hpp"

namespace gimlet::sprig {

// What a certificate says, in the shape of sprig's: version 3, for servers and clients.
struct CertificateRequest {
  std::string common_name;
  std::vector<std::string> dns_names;
  std::vector<std::string> ip_addresses;  // 4 or 16 bytes each
  UnixSeconds not_before = 0;
  UnixSeconds not_after = 0;
  bool is_ca = false;
};

// A certificate of `key`, signed by itself, in PEM. Throws bad_input with the words of Go's crypto/x509.
std::string self_signed_certificate(const CertificateRequest& request, const PrivateKey& key);
// The same, signed by the certificate `issuer` (PEM) whose key is `issuer_key`.
std::string signed_certificate(const CertificateRequest& request, const PrivateKey& key,
                               const std::string& issuer, const PrivateKey& issuer_key);

// Throws bad_input if a DER text is no certificate.
void check_certificate(const std::string& der);

}  // namespace gimlet::sprig
