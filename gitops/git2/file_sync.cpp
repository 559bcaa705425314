#include "gitops/git2/file_sync.hpp"

#include <cerrno>
#include <cstdint>

#include <fcntl.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "core/util/error.hpp"
#include "core/util/fd.hpp"
#include "core/util/fs.hpp"

namespace gimlet::git2 {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, int code) {
  throw Error(ErrorCode::failed, "cannot bring " + path.string() + " to the disk: " + system_message(code));
}

}  // namespace

DiskOrder disk_order(int fd) {
  constexpr std::uint32_t ext4 = 0xEF53;
  constexpr std::uint32_t xfs = 0x58465342;
  struct statfs info {};
  if (::fstatfs(fd, &info) != 0) return {};
  const auto magic = static_cast<std::uint32_t>(info.f_type);
  return {magic == ext4 || magic == xfs, magic == ext4};
}

void start_writing_out(int fd) {
  ::sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);  // a failure shows when it is waited for
}

void finish_writing_out(int fd, const std::filesystem::path& name) {
  constexpr unsigned wait = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
  if (::sync_file_range(fd, 0, 0, wait) != 0) fail(name, errno);
}

void sync_path(const std::filesystem::path& path) {
  const Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open() || ::fsync(file.get()) != 0) fail(path, errno);
}

}  // namespace gimlet::git2
