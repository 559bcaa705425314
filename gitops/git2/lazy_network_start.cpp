// When libgit2 starts, it seeds random generators and reads the bundle of certificate authorities for TLS and
// ssh: four fifths of all instructions of a release that talks to no network. In the mostly static build the
// linker sends those two calls here (--wrap), where they are put off until prepare_network().
#include "gitops/git2/error.hpp"
#include "gitops/git2/handle.hpp"
#include "gitops/git2/init.hpp"

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the names are the linker's
extern "C" {
int __real_git_mbedtls_stream_global_init();
int __real_git_transport_ssh_global_init();
int __wrap_git_mbedtls_stream_global_init();
int __wrap_git_transport_ssh_global_init();

int __wrap_git_mbedtls_stream_global_init() {
  return 0;
}
int __wrap_git_transport_ssh_global_init() {
  return 0;
}
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

namespace gimlet::git2 {
namespace {

bool start_network() {
  check(__real_git_mbedtls_stream_global_init(), "cannot start TLS");
  check(__real_git_transport_ssh_global_init(), "cannot start ssh");
  return true;
}

}  // namespace

void prepare_network(const char* ca_file, const char* ca_folder) {
  static const bool started = start_network();
  static_cast<void>(started);
  if (ca_file == nullptr && ca_folder == nullptr) return;
  check(git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, ca_file, ca_folder),
        "cannot load the certificate authorities");
}

}  // namespace gimlet::git2
