#include "gitops/git2/init.hpp"

#include <array>

#include <git2.h>

#include "gitops/git2/error.hpp"

namespace gimlet::git2 {
namespace {

// Extensions of repositories (gitrepository-layout(5)) that libgit2 refuses and that change nothing of what
// is done here: objects are never deleted, what a partial clone lacks is fetched by git, and the linked
// working trees and their configuration are read by us. What the last two say is looked at when a clone is
// opened.
void know_extensions() {
  std::array<const char*, 7> names{"noop-v1",           "preciousobjects", "partialclone", "worktreeconfig",
                                   "relativeworktrees", "objectformat",    "refstorage"};
  check(git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names.data(), names.size()), "cannot set up libgit2");
}

// Never shut down: handles may outlive any static of ours.
bool start() {
  const int code = git_libgit2_init();
  if (code < 0) throw error(code, "cannot start libgit2");
  check(git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1), "cannot set up libgit2");
  check(git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0), "cannot set up libgit2");
  know_extensions();
  return true;
}

}  // namespace

void initialise() {
  static const bool started = start();
  static_cast<void>(started);
}

}  // namespace gimlet::git2
