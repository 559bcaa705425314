#pragma once

#include <string>

#include "core/util/environment.hpp"

namespace gimlet {

// The certificate authorities that TLS connections trust.
struct TrustedAuthorities {
  std::string file;    // a bundle, PEM; "" if there is none
  std::string folder;  // certificates named by hash, as OpenSSL's c_rehash leaves them; "" if there is none
};

// $SSL_CERT_FILE and $SSL_CERT_DIR where they are set. Where neither is: the bundle of this system, looked
// for where the usual distributions keep it (Go's crypto/x509 has the same list, in root_linux.go).
TrustedAuthorities trusted_authorities(const VariableLookup& variable);

}  // namespace gimlet
