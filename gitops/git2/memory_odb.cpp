#include "gitops/git2/memory_odb.hpp"

#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>

#include "gitops/git2/error.hpp"
#include "gitops/git2/handle.hpp"

namespace gimlet::git2 {

void keep_writes_in_memory(git_repository* repository) {
  constexpr int before_all_others = 999;
  Odb odb;
  check(git_repository_odb(out_ptr(odb), repository), "cannot open the object database");
  git_odb_backend* memory = nullptr;
  check(git_mempack_new(&memory), "cannot set up a dry run");
  check(git_odb_add_backend(odb.get(), memory, before_all_others), "cannot set up a dry run");
}

}  // namespace gimlet::git2
