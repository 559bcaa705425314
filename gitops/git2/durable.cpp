#include "gitops/git2/durable.hpp"

#include <cerrno>
#include <cstdint>
#include <set>
#include <string>

#include <fcntl.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "gitops/git2/oid.hpp"

namespace gimlet::git2 {
namespace {

class OpenFile {
 public:
  OpenFile(const std::filesystem::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC)) {}
  OpenFile(OpenFile&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  OpenFile& operator=(OpenFile&&) = delete;
  ~OpenFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int fd() const { return fd_; }

 private:
  int fd_;
};

[[noreturn]] void fail(const std::filesystem::path& path) {
  throw Error(ErrorCode::failed, "cannot bring " + path.string() + " to the disk: " + system_message(errno));
}

// ext4 and XFS commit all changes of names and sizes in one journal, in order: once the data of every file is
// written out, an fsync of the one that was made last brings them all to the disk. It is what
// core.fsyncMethod=batch of git-config(1) rests on. Elsewhere each file is synced.
bool has_one_journal(int fd) {
  constexpr std::uint32_t ext4 = 0xEF53;
  constexpr std::uint32_t xfs = 0x58465342;
  struct statfs info {};
  if (::fstatfs(fd, &info) != 0) return false;
  const auto magic = static_cast<std::uint32_t>(info.f_type);
  return magic == ext4 || magic == xfs;
}

void write_out(int fd, const std::filesystem::path& folder) {
  constexpr unsigned wait = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
  if (::sync_file_range(fd, 0, 0, wait) != 0) fail(folder);
}

}  // namespace

DeferredSync::DeferredSync() {
  git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 0);
}
DeferredSync::~DeferredSync() {
  git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
}

void make_durable(const std::filesystem::path& objects_folder, const std::vector<git_oid>& ids) {
  std::vector<OpenFile> files;
  std::set<std::filesystem::path> folders{objects_folder};
  for (const auto& id : ids) {
    const std::string hex = to_hex(id);
    const std::filesystem::path folder = objects_folder / hex.substr(0, 2);
    OpenFile file(folder / hex.substr(2), O_RDONLY);
    if (file.fd() < 0 && errno == ENOENT) continue;
    if (file.fd() < 0) fail(folder / hex.substr(2));
    // The data of all files starts on its way before the first wait.
    ::sync_file_range(file.fd(), 0, 0, SYNC_FILE_RANGE_WRITE);
    files.push_back(std::move(file));
    folders.insert(folder);
  }
  if (files.empty()) return;
  if (has_one_journal(files.back().fd())) {
    for (const auto& file : files) write_out(file.fd(), objects_folder);
    return;
  }
  for (const auto& file : files) {
    if (::fsync(file.fd()) != 0) fail(objects_folder);
  }
  for (const auto& folder : folders) {
    const OpenFile opened(folder, O_RDONLY | O_DIRECTORY);
    if (opened.fd() < 0 || ::fsync(opened.fd()) != 0) fail(folder);
  }
}

}  // namespace gimlet::git2
