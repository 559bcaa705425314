#include "gitops/git2/error.hpp"
#include "gitops/git2/handle.hpp"
#include "gitops/git2/init.hpp"

namespace gimlet::git2 {

void load_certificates(const char* file, const char* folder) {
  if (file == nullptr && folder == nullptr) return;  // libgit2 loaded the system's when it started
  check(git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, file, folder),
        "cannot load the certificate authorities");
}

}  // namespace gimlet::git2
