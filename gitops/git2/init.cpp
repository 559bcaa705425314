#include "gitops/git2/init.hpp"

#include <git2.h>

#include "gitops/git2/error.hpp"

namespace gimlet::git2 {
namespace {

// Never shut down: handles may outlive any static of ours.
bool start() {
  const int code = git_libgit2_init();
  if (code < 0) throw error(code, "cannot start libgit2");
  check(git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1), "cannot set up libgit2");
  check(git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0), "cannot set up libgit2");
  return true;
}

}  // namespace

void initialise() {
  static const bool started = start();
  static_cast<void>(started);
}

}  // namespace gimlet::git2
