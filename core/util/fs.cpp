#include "core/util/fs.hpp"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <system_error>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/util/error.hpp"

namespace gimlet {
namespace {

class Fd {
 public:
  explicit Fd(int fd) : fd_(fd) {}
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  ~Fd() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

Error io_error(const std::string& what, const std::filesystem::path& path, int code) {
  const ErrorCode kind = code == ENOENT ? ErrorCode::not_found : ErrorCode::failed;
  return {kind, fmt::format("{} {}: {}", what, path.string(), system_message(code))};
}

void write_all(int fd, std::string_view content, const std::filesystem::path& path) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw io_error("cannot write", path, errno);
    content.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

std::string system_message(int code) {
  return std::generic_category().message(code);
}

std::string read_file(const std::filesystem::path& path, std::size_t max_bytes) {
  const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) throw io_error("cannot read", path, errno);
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) throw io_error("cannot read", path, errno);
  if (S_ISDIR(info.st_mode)) throw io_error("cannot read", path, EISDIR);
  const auto check_size = [&](std::size_t bytes) {
    if (bytes <= max_bytes) return;
    throw Error(ErrorCode::bad_input,
                fmt::format("{} is larger than the limit of {} bytes", path.string(), max_bytes));
  };
  // One more than it has, so that a file that grows is seen. Files of /proc and pipes say 0.
  constexpr std::size_t least_room = 256;
  const auto size = static_cast<std::size_t>(std::max<off_t>(info.st_size, 0));
  check_size(size);
  std::string content(size + 1, '\0');
  std::size_t filled = 0;
  for (;;) {
    const ssize_t got = ::read(fd.get(), content.data() + filled, content.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw io_error("cannot read", path, errno);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
    check_size(filled);
    if (filled == size) break;  // all it had, and no more came
    if (filled == content.size()) content.resize(std::max(content.size() * 2, least_room));
  }
  content.resize(filled);
  return content;
}

FileInfo file_info(const std::filesystem::path& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    throw Error(ErrorCode::failed, fmt::format("cannot read {}: {}", path.string(), system_message(errno)));
  }
  FileInfo result;
  if (S_ISREG(info.st_mode)) result.kind = FileInfo::Kind::file;
  if (S_ISDIR(info.st_mode)) result.kind = FileInfo::Kind::folder;
  result.size = static_cast<std::uint64_t>(info.st_size);
  result.id = {info.st_dev, info.st_ino};
  return result;
}

std::string read_stream(std::istream& stream, const std::string& name, std::size_t max_bytes) {
  std::string content;
  std::vector<char> buffer(std::size_t{64} * 1024);
  while (stream.good()) {
    stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    content.append(buffer.data(), static_cast<std::size_t>(stream.gcount()));
    if (content.size() > max_bytes) {
      throw Error(ErrorCode::bad_input,
                  fmt::format("{} is larger than the limit of {} bytes", name, max_bytes));
    }
  }
  if (stream.bad()) throw Error(ErrorCode::failed, "cannot read " + name);
  return content;
}

void write_file_atomically(const std::filesystem::path& path, std::string_view content, unsigned mode) {
  std::string temporary = path.string() + ".XXXXXX";
  const Fd fd(::mkostemp(temporary.data(), O_CLOEXEC));
  if (fd.get() < 0) throw io_error("cannot write", path, errno);
  try {
    write_all(fd.get(), content, path);
    if (::fchmod(fd.get(), mode) != 0 || ::fsync(fd.get()) != 0) throw io_error("cannot write", path, errno);
    if (::rename(temporary.c_str(), path.c_str()) != 0) throw io_error("cannot write", path, errno);
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
}

void make_private_folders(const std::filesystem::path& folder) {
  if (folder.empty() || std::filesystem::is_directory(folder)) return;
  make_private_folders(folder.parent_path());
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    throw io_error("cannot create the folder", folder, errno);
}

TempFolder::TempFolder(std::string_view prefix) {
  std::string name = (std::filesystem::temp_directory_path() / (std::string(prefix) + ".XXXXXX")).string();
  if (::mkdtemp(name.data()) == nullptr) throw io_error("cannot create a temporary folder", name, errno);
  path_ = name;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

FileLock::FileLock(const std::filesystem::path& path, int timeout_ms) {
  fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd_ < 0) throw io_error("cannot open the lock", path, errno);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  while (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    const int code = errno;
    if (code != EWOULDBLOCK || std::chrono::steady_clock::now() >= deadline) {
      ::close(fd_);
      if (code != EWOULDBLOCK) throw io_error("cannot take the lock", path, code);
      throw Error(ErrorCode::conflict, fmt::format("another process holds the lock {}", path.string()))
          .hint("wait for it to end, or find it with: fuser " + path.string());
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

FileLock::~FileLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace gimlet
