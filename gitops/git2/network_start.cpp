#include "gitops/git2/error.hpp"
#include "gitops/git2/handle.hpp"
#include "gitops/git2/init.hpp"

namespace gimlet::git2 {

void prepare_network(const char* ca_file, const char* ca_folder) {
  if (ca_file == nullptr && ca_folder == nullptr) return;  // libgit2 loaded the system's when it started
  check(git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, ca_file, ca_folder),
        "cannot load the certificate authorities");
}

}  // namespace gimlet::git2
