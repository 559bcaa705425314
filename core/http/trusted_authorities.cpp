#include "core/http/trusted_authorities.hpp"

#include <array>
#include <filesystem>

namespace gimlet {

TrustedAuthorities trusted_authorities(const VariableLookup& variable) {
  TrustedAuthorities authorities{variable("SSL_CERT_FILE").value_or(""),
                                 variable("SSL_CERT_DIR").value_or("")};
  if (!authorities.file.empty() || !authorities.folder.empty()) return authorities;
  constexpr std::array<const char*, 6> bundles{
      "/etc/ssl/certs/ca-certificates.crt",                 // Debian, Ubuntu, Alpine, Arch
      "/etc/pki/tls/certs/ca-bundle.crt",                   // Fedora, RHEL
      "/etc/ssl/ca-bundle.pem",                             // openSUSE
      "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // CentOS, RHEL
      "/etc/ssl/cert.pem",                                  // Alpine
      "/etc/pki/tls/cacert.pem",                            // OpenELEC
  };
  for (const char* bundle : bundles) {
    std::error_code ignored;
    if (std::filesystem::exists(bundle, ignored)) return {bundle, ""};
  }
  return authorities;
}

}  // namespace gimlet
