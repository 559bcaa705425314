#include "gitops/git2/lock.hpp"

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/util/error.hpp"

namespace gimlet::git2 {
namespace {

namespace fs = std::filesystem;

constexpr mode_t all_may_read_and_write = 0666;  // less the umask, as git does

bool is_same_file(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

// Of the folders in a repository: where no lock of a ref or an index is, but many files are.
bool holds_no_locks(const fs::path& folder) {
  const std::string name = folder.filename();
  return name == "objects" || name == "modules" || name == "lfs" || name == "logs";
}

// False if it did not see all of the folder: git takes empty ones of refs away.
bool remove_links(const fs::path& folder, const struct stat& own) {
  std::error_code code;
  fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, code);
  for (; !code && entry != fs::recursive_directory_iterator(); entry.increment(code)) {
    const fs::path& path = entry->path();
    const bool is_at_top = entry.depth() == 0;
    if (is_at_top && holds_no_locks(path)) entry.disable_recursion_pending();
    if (path.extension() != ".lock" || (is_at_top && path.filename() == writer_lock_name)) continue;
    struct stat info {};
    if (::lstat(path.c_str(), &info) == 0 && is_same_file(info, own)) ::unlink(path.c_str());
  }
  return !code;
}

// 0, or what went wrong.
int make_lock(const fs::path& lock, const fs::path& writer_lock) {
  if (::link(writer_lock.c_str(), lock.c_str()) == 0) return 0;
  if (errno == EEXIST) return EEXIST;
  const int fd = ::open(lock.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, all_may_read_and_write);
  if (fd < 0) return errno;
  ::close(fd);
  return 0;
}

}  // namespace

WriterLock::WriterLock(const fs::path& common_folder, int timeout_ms, const SharedMode& mode)
    : lock_(common_folder / writer_lock_name, timeout_ms, all_may_read_and_write) {
  mode.adjust(lock_.descriptor());
  struct stat own {};
  constexpr int most_walks = 5;
  for (int walks = 0; walks < most_walks; ++walks) {
    if (::fstat(lock_.descriptor(), &own) != 0 || own.st_nlink <= 1) break;
    if (remove_links(common_folder, own)) break;
  }
}

std::optional<LockFile> LockFile::take(const fs::path& file, const fs::path& common_folder,
                                       const SharedMode& mode) {
  fs::path lock = file.string() + ".lock";
  const fs::path writer_lock = common_folder / writer_lock_name;
  int code = make_lock(lock, writer_lock);
  if (code == ENOENT) {
    const auto made = mode.make_folders_for(file);
    code = made ? made.value() : make_lock(lock, writer_lock);
  }
  if (code == EEXIST) return std::nullopt;
  if (code != 0) throw Error(ErrorCode::failed, "cannot lock " + file.string() + ": " + system_message(code));
  return LockFile(std::move(lock));
}

LockFile::LockFile(LockFile&& other) noexcept : lock_(std::exchange(other.lock_, fs::path())) {}

LockFile::~LockFile() {
  if (!lock_.empty()) ::unlink(lock_.c_str());
}

}  // namespace gimlet::git2
