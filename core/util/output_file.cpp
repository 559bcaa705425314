#include "core/util/output_file.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <optional>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/uuid.hpp"

namespace gimlet {
namespace {

namespace fs = std::filesystem;

constexpr int most_links = 40;  // Linux gives up there
constexpr unsigned only_ours = 0600;
constexpr unsigned as_umask_says = 0666;

// The number of a descriptor of this process, if `folder` is where the kernel shows them ("/proc/self/fd",
// links resolved, and that of a thread).
std::optional<int> own_descriptor(const fs::path& folder, const std::string& name) {
  const std::string own = fmt::format("/proc/{}/", ::getpid());
  if (folder.filename() != "fd" || !folder.string().starts_with(own)) return std::nullopt;
  int number = -1;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return number;
}

}  // namespace

OutputFile::OutputFile(const fs::path& path, Access access)
    : shown_(path.string()), target_(path), must_replace_(access == Access::owner_only) {
  follow_links();
  if (fd_.is_open()) return;
  struct stat info {};
  is_there_ = ::stat(target_.c_str(), &info) == 0;
  mode_ = info.st_mode & 0777U;
  const bool is_regular = !is_there_ || S_ISREG(info.st_mode);
  if (is_there_ && is_regular && ::access(target_.c_str(), W_OK) != 0) fail(errno);
  const bool has_other_names = is_there_ && info.st_nlink > 1;
  if (is_regular && (must_replace_ || !has_other_names) && open_draft(access)) return;
  if (is_regular && must_replace_) fail(errno);
  open_in_place();
}

OutputFile::~OutputFile() {
  if (!draft_.empty()) ::unlink(draft_.c_str());
}

void OutputFile::fail(int code) const {
  throw Error(code == ENOENT ? ErrorCode::not_found : ErrorCode::failed,
              fmt::format("cannot write {}: {}", shown_, system_message(code)));
}

// To the file behind the last link, or to the descriptor that a link of /proc stands for.
void OutputFile::follow_links() {
  for (int links = 0;; ++links) {
    struct stat info {};
    if (::lstat(target_.c_str(), &info) != 0 || !S_ISLNK(info.st_mode)) return;
    if (links == most_links) fail(ELOOP);
    std::error_code failure;
    const fs::path folder = fs::canonical(target_.has_parent_path() ? target_.parent_path() : ".", failure);
    if (failure) fail(failure.value());
    if (const auto descriptor = own_descriptor(folder, target_.filename())) {
      fd_ = Fd(::fcntl(*descriptor, F_DUPFD_CLOEXEC, 0));
      if (!fd_.is_open()) fail(errno);
      return;
    }
    if (folder.string().starts_with("/proc/")) return;  // a link that only the kernel can follow
    const fs::path next = fs::read_symlink(target_, failure);
    if (failure) fail(failure.value());
    target_ = folder / next;
  }
}

void OutputFile::open_in_place() {
  constexpr int flags = O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOCTTY;
  fd_ = Fd(::open(target_.c_str(), is_there_ ? flags : flags | O_CREAT, as_umask_says));
  if (!fd_.is_open()) fail(errno);
}

// False, with errno, where the folder takes no draft or the draft cannot have the owner of the file.
bool OutputFile::open_draft(Access access) {
  constexpr int flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC;
  const bool is_private = is_there_ || access == Access::owner_only;
  draft_ = fmt::format("{}.{}", target_.string(), uuid_v4().substr(0, 8));
  fd_ = Fd(::open(draft_.c_str(), flags, is_private ? only_ours : as_umask_says));
  if (!fd_.is_open()) {
    draft_.clear();
    return false;
  }
  struct stat there {};
  struct stat draft {};
  if (!is_there_ || access == Access::owner_only) return true;
  const bool known = ::stat(target_.c_str(), &there) == 0 && ::fstat(fd_.get(), &draft) == 0;
  if (known && there.st_uid == draft.st_uid && there.st_gid == draft.st_gid) return true;
  if (known && ::fchown(fd_.get(), there.st_uid, there.st_gid) == 0) return true;
  ::unlink(draft_.c_str());
  draft_.clear();
  return false;
}

void OutputFile::write(std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd_.get(), content.data(), content.size());
    if (written >= 0) {
      content.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {  // a pipe that somebody else made so
      pollfd ready{fd_.get(), POLLOUT, 0};
      ::poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      fail(errno);
    }
  }
}

void OutputFile::finish() {
  // A pipe or a device has nothing to make durable.
  if (::fsync(fd_.get()) != 0 && errno != EINVAL && errno != ENOTSUP && errno != EROFS) fail(errno);
  if (!draft_.empty()) replace();
}

void OutputFile::replace() {
  if (is_there_ && !must_replace_ && ::fchmod(fd_.get(), mode_) != 0) fail(errno);
  if (::rename(draft_.c_str(), target_.c_str()) == 0) {
    draft_.clear();
  } else if (is_there_ && !must_replace_) {  // a mount, or a folder whose files others may not rename
    copy_draft();
  } else {
    fail(errno);
  }
}

void OutputFile::copy_draft() {
  const Fd draft = std::move(fd_);
  open_in_place();
  std::array<char, std::size_t{64} << 10U> buffer{};
  for (off_t at = 0;;) {
    const ssize_t got = ::pread(draft.get(), buffer.data(), buffer.size(), at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(errno);
    if (got == 0) break;
    write({buffer.data(), static_cast<std::size_t>(got)});
    at += got;
  }
  if (::fsync(fd_.get()) != 0) fail(errno);
}

void write_output_file(const fs::path& path, std::string_view content) {
  OutputFile file(path);
  file.write(content);
  file.finish();
}

}  // namespace gimlet
