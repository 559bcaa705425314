#include "store/tables/new_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include <fcntl.h>
#include <unistd.h>

#include "store/lmdb/error.hpp"

namespace gimlet::store {

NewFile::NewFile(const std::filesystem::path& target)
    : target_(target), name_(target.string() + ".new.XXXXXX"), fd_(::mkostemp(name_.data(), O_CLOEXEC)) {
  if (!fd_.is_open()) lmdb::raise(errno, "cannot create " + target.string());
}

NewFile::~NewFile() {
  ::unlink(name_.c_str());
}

bool NewFile::finish() {
  if (::fsync(fd_.get()) != 0) lmdb::raise(errno, "cannot write " + target_.string());
  // A link would leave the file with two names for a moment, or for ever where the process is killed.
  int code = ::renameat2(AT_FDCWD, name_.c_str(), AT_FDCWD, target_.c_str(), RENAME_NOREPLACE);
  if (code != 0 && errno != EEXIST) code = ::link(name_.c_str(), target_.c_str());
  if (code != 0 && errno == EEXIST) return false;
  if (code != 0) lmdb::raise(errno, "cannot create " + target_.string());
  const auto folder = target_.has_parent_path() ? target_.parent_path() : ".";
  const Fd opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.is_open()) ::fsync(opened.get());
  return true;
}

}  // namespace gimlet::store
