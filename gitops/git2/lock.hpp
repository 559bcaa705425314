#pragma once

#include <filesystem>
#include <optional>

#include "core/util/fs.hpp"
#include "gitops/git2/shared_mode.hpp"

namespace gimlet::git2 {

// The file, in the folder that all linked working trees share, by which gimlet's processes let each other
// write.
inline constexpr const char* writer_lock_name = "gimlet.lock";

// One writer at a time among gimlet's processes. git's own locks, X.lock beside a file X, are taken as hard
// links of this one's file (LockFile): so the next writer tells those that a killed writer left, which it
// takes away, from those of a git that is at work.
class WriterLock {
 public:
  // Waits up to timeout_ms. The file is one that every user of a shared repository may open. Throws as
  // FileLock.
  WriterLock(const std::filesystem::path& common_folder, int timeout_ms, const SharedMode& mode = {});

 private:
  FileLock lock_;
};

// git's lock X.lock of a file X in a repository: whoever makes it, if it is not there, may replace X. Its
// content does not count; git's own holds what X is to become.
class LockFile {
 public:
  // nullopt if somebody has it. Folders on the way to
  // it are made. Meant for who holds the WriterLock of `common_folder`; without that lock's file, and where a
  // file system has no hard links, it is a file of its own. Throws failed.
  static std::optional<LockFile> take(const std::filesystem::path& file,
                                      const std::filesystem::path& common_folder,
                                      const SharedMode& mode = {});
  LockFile(LockFile&& other) noexcept;
  LockFile& operator=(LockFile&&) = delete;
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;
  ~LockFile();  // gives it back

 private:
  explicit LockFile(std::filesystem::path lock) : lock_(std::move(lock)) {}

  std::filesystem::path lock_;  // empty: moved from
};

}  // namespace gimlet::git2
