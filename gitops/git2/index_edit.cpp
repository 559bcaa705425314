#include "gitops/git2/index_edit.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include <fcntl.h>
#include <git2/sys/repository.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "gitops/git2/error.hpp"
#include "gitops/git2/shared_mode.hpp"

namespace gimlet::git2 {
namespace {

namespace fs = std::filesystem;

// A linked working tree has an index of its own.
fs::path index_file(git_repository* repository) {
  return fs::path(git_repository_path(repository)) / "index";
}

Error locked(const fs::path& index) {
  return Error(ErrorCode::conflict, "the index is locked: " + index.string() + ".lock exists")
      .hint("another git is at work there; if none is, remove the file");
}

LockFile lock(git_repository* repository, const fs::path& index) {
  auto taken = LockFile::take(index, git_repository_commondir(repository));
  if (!taken) throw locked(index);
  return std::move(*taken);
}

// With its time: git compares that of a file with the index's to tell whether it may have changed since, the
// "racy" entries of its documentation.
void copy_index(const fs::path& from, const fs::path& to) {
  std::error_code code;
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, code);
  struct stat info {};
  if (code || ::stat(from.c_str(), &info) != 0)
    throw Error(ErrorCode::failed, "cannot copy the index " + from.string() + ": " +
                                       (code ? code.message() : system_message(errno)));
  const std::array<timespec, 2> times{info.st_atim, info.st_mtim};
  static_cast<void>(::utimensat(AT_FDCWD, to.c_str(), times.data(), 0));
}

void use_index(git_repository* repository, const fs::path& file) {
  Index index;
  check(git_index_open(out_ptr(index), file.c_str()), "cannot read the index");
  check(git_repository_set_index(repository, index.get()), "cannot read the index");
  check(git_index_set_caps(index.get(), GIT_INDEX_CAPABILITY_FROM_OWNER), "cannot read the index");
}

}  // namespace

IndexEdit::IndexEdit(git_repository* repository)
    : repository_(repository),
      file_(index_file(repository)),
      lock_(lock(repository, file_)),
      draft_(file_.parent_path() / "gimlet-index") {
  // What one that was killed may have left.
  ::unlink(draft_.c_str());
  ::unlink((draft_.string() + ".lock").c_str());
  if (::access(file_.c_str(), F_OK) == 0) copy_index(file_, draft_);
  use_index(repository, draft_);
}

IndexEdit::~IndexEdit() {
  git_repository_set_index(repository_, nullptr);  // it is opened anew when it is needed
  ::unlink(draft_.c_str());
}

void IndexEdit::commit() {
  SharedMode::of(repository_).adjust(draft_);
  if (::rename(draft_.c_str(), file_.c_str()) != 0 && errno != ENOENT)
    throw Error(ErrorCode::failed, "cannot write the index " + file_.string() + ": " + system_message(errno));
}

void check_index_lock(git_repository* repository) {
  const fs::path index = index_file(repository);
  if (::access((index.string() + ".lock").c_str(), F_OK) == 0) throw locked(index);
}

}  // namespace gimlet::git2
