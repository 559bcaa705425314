#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <istream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gimlet {

// Reads a whole file. Throws not_found if it does not exist, bad_input if it exceeds max_bytes, failed
// otherwise.
std::string read_file(const std::string& path, std::size_t max_bytes = std::size_t{512} * 1024 * 1024);

// The same of what is known to be a file on a disk: with a system call less.
std::string read_regular_file(const std::string& path, std::size_t max_bytes);

// What a path leads to, links followed. `id` tells one file or folder from another.
struct FileInfo {
  enum class Kind : std::uint8_t { file, folder, other };
  Kind kind = Kind::other;
  std::uint64_t size = 0;
  std::pair<std::uint64_t, std::uint64_t> id;
};
// Throws failed, also if there is nothing.
FileInfo file_info(const std::string& path);

// What a folder says of an entry. `kind` is `other` for links too, and for all where the file system does not
// say more.
struct FolderEntry {
  std::string name;
  FileInfo::Kind kind = FileInfo::Kind::other;
};
// In the order of their names, without "." and "..". Throws failed. (std::filesystem's iterator and its paths
// took a tenth of what rendering a small chart takes.)
std::vector<FolderEntry> list_folder(const std::string& path);

// Reads a stream to its end; throws bad_input past max_bytes. `name` is for the message.
std::string read_stream(std::istream& stream, const std::string& name, std::size_t max_bytes);

// Writes through a temporary file in the same folder, fsyncs and renames, so that a reader or a crash sees
// the old content or the new one. Throws failed with the system's message; nothing is left behind.
void write_file_atomically(const std::filesystem::path& path, std::string_view content, unsigned mode = 0644);

// mkdir -p with mode 0700 for what it creates.
void make_private_folders(const std::filesystem::path& folder);

// A folder under $TMPDIR that is removed with its content when the object dies.
class TempFolder {
 public:
  explicit TempFolder(std::string_view prefix = "gimlet");
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// An exclusive advisory lock (flock) on a file, created with a mode if need be; released when the object
// dies, or the process. A file that one may only read will do.
class FileLock {
 public:
  // Waits up to timeout_ms (0: one try). Throws conflict when the time is over, failed when the file cannot
  // be opened.
  FileLock(const std::filesystem::path& path, int timeout_ms, unsigned mode = 0600);
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();
  [[nodiscard]] int descriptor() const { return fd_; }

 private:
  int fd_ = -1;
};

// strerror(code) in a thread-safe way.
std::string system_message(int code);

}  // namespace gimlet
