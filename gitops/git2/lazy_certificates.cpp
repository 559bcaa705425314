// libgit2 reads the bundle of certificate authorities when it starts: three quarters of all instructions of a
// release that never talks https. In the mostly static build the linker sends libgit2's call here (--wrap),
// where the first one, at the start, is put off; load_certificates() makes up for it before an https
// connection.
#include <atomic>

#include "gitops/git2/error.hpp"
#include "gitops/git2/handle.hpp"
#include "gitops/git2/init.hpp"

namespace {

std::atomic<bool> put_off{true};
constexpr const char* system_bundle =
    "/etc/ssl/certs/ca-certificates.crt";  // libgit2's own default in this distribution

}  // namespace

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the names are the linker's
extern "C" int __real_mbedtls_x509_crt_parse_file(void* chain, const char* path);
extern "C" int __wrap_mbedtls_x509_crt_parse_file(void* chain, const char* path);

int __wrap_mbedtls_x509_crt_parse_file(void* chain, const char* path) {
  return put_off ? 0 : __real_mbedtls_x509_crt_parse_file(chain, path);
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

namespace gimlet::git2 {

void load_certificates(const char* file, const char* folder) {
  put_off = false;
  if (file == nullptr && folder == nullptr) file = system_bundle;
  check(git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, file, folder),
        "cannot load the certificate authorities");
}

}  // namespace gimlet::git2
