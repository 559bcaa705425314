#include "core/util/fs.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <system_error>
#include <thread>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/util/error.hpp"
#include "core/util/fd.hpp"

namespace gimlet {
namespace {

Error io_error(const std::string& what, const std::string& path, int code) {
  const ErrorCode kind = code == ENOENT ? ErrorCode::not_found : ErrorCode::failed;
  return {kind, fmt::format("{} {}: {}", what, path, system_message(code))};
}

void write_all(int fd, std::string_view content, const std::filesystem::path& path) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw io_error("cannot write", path, errno);
    content.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::size_t read_some(int fd, char* into, std::size_t bytes, const std::string& path) {
  for (;;) {
    const ssize_t got = ::read(fd, into, bytes);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) throw io_error("cannot read", path, errno);
  }
}

// `is_regular`: less than was asked for is all there is.
std::string read_all(const std::string& path, std::size_t max_bytes, bool is_regular) {
  const auto check_size = [&](std::size_t bytes) {
    if (bytes <= max_bytes) return;
    throw Error(ErrorCode::bad_input,
                fmt::format("{} is larger than the limit of {} bytes", path, max_bytes));
  };
  const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) throw io_error("cannot read", path, errno);
  std::array<char, std::size_t{16} << 10U>
      first;  // NOLINT(cppcoreguidelines-pro-type-member-init): read() fills it
  std::size_t filled = read_some(fd.get(), first.data(), first.size(), path);
  check_size(filled);
  std::string content(first.data(), filled);
  if (filled == 0 || (is_regular && filled < first.size())) return content;
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) throw io_error("cannot read", path, errno);
  // Files of /proc and pipes say 0.
  const auto size = static_cast<std::size_t>(std::max<off_t>(info.st_size, 0));
  check_size(size);
  if (filled == size) return content;                     // all it had
  content.resize(size > filled ? size + 1 : filled * 2);  // one more, so that a file that grows is seen
  while (const std::size_t got =
             read_some(fd.get(), content.data() + filled, content.size() - filled, path)) {
    filled += got;
    check_size(filled);
    if (filled == size) break;
    if (filled == content.size()) content.resize(content.size() * 2);
  }
  content.resize(filled);
  return content;
}

}  // namespace

std::string system_message(int code) {
  return std::generic_category().message(code);
}

std::string read_file(const std::string& path, std::size_t max_bytes) {
  return read_all(path, max_bytes, false);
}

std::string read_regular_file(const std::string& path, std::size_t max_bytes) {
  return read_all(path, max_bytes, true);
}

FileInfo file_info(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    throw Error(ErrorCode::failed, fmt::format("cannot read {}: {}", path, system_message(errno)));
  }
  FileInfo result;
  if (S_ISREG(info.st_mode)) result.kind = FileInfo::Kind::file;
  if (S_ISDIR(info.st_mode)) result.kind = FileInfo::Kind::folder;
  result.size = static_cast<std::uint64_t>(info.st_size);
  result.id = {info.st_dev, info.st_ino};
  return result;
}

std::vector<FolderEntry> list_folder(const std::string& path) {
  const auto fail = [&](int code) {
    throw Error(ErrorCode::failed, fmt::format("cannot read {}: {}", path, system_message(code)));
  };
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.c_str()), ::closedir);
  if (folder == nullptr) fail(errno);
  std::vector<FolderEntry> entries;
  for (;;) {
    errno = 0;
    const dirent* const entry =
        ::readdir(folder.get());  // NOLINT(concurrency-mt-unsafe): a stream of our own
    if (entry == nullptr) break;
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    const auto kind = entry->d_type == DT_REG   ? FileInfo::Kind::file
                      : entry->d_type == DT_DIR ? FileInfo::Kind::folder
                                                : FileInfo::Kind::other;
    entries.push_back({std::string(name), kind});
  }
  if (errno != 0) fail(errno);
  std::ranges::sort(entries, {}, &FolderEntry::name);
  return entries;
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

FileLock::FileLock(const std::filesystem::path& path, int timeout_ms, unsigned mode) {
  fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, mode);
  const int why = errno;
  if (fd_ < 0 && why == EACCES) fd_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd_ < 0) throw io_error("cannot open the lock", path, why);
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
