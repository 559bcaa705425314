#pragma once

#include <filesystem>
#include <system_error>

#include <git2.h>
#include <sys/types.h>

namespace gimlet::git2 {

// What core.sharedRepository of git-config(1) adds to the modes that the umask leaves to files and folders of
// a repository which several users write to. Nothing where the repository is not shared.
class SharedMode {
 public:
  SharedMode() = default;
  static SharedMode of(git_repository* repository);

  // The mode that git would give to something that has this one.
  [[nodiscard]] mode_t adjusted(mode_t mode) const;
  // Give a file or folder its mode. Nothing happens to one of another user, who had to do it himself.
  void adjust(int fd) const;
  void adjust(const std::filesystem::path& path) const;
  // Makes the folders on the way to a file that are not there.
  std::error_code make_folders_for(const std::filesystem::path& file) const;

 private:
  bool shared_ = false;
  bool exact_ = false;  // an octal mode, which also takes away
  mode_t bits_ = 0;
};

}  // namespace gimlet::git2
