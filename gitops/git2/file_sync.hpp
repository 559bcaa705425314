#pragma once

#include <filesystem>

namespace gimlet::git2 {

// How far a file system's order of writing may be relied on.
struct DiskOrder {
  // All changes of names and sizes go through one journal, in order: once the data of every file is written
  // out, an fsync of the file that was made last brings them all to the disk. It is what
  // core.fsyncMethod=batch of git-config(1) rests on. True for ext4 and XFS.
  bool one_journal = false;
  // A file's data is written out before a rename that replaces another file takes effect (ext4's mount option
  // auto_da_alloc, on unless turned off), so that after a crash a ref is the old one or the new one, never
  // empty.
  bool replaces_whole = false;
};
DiskOrder disk_order(int fd);

// Starts writing a file's data out, and waits for it. Throw failed; `name` is for the message.
void start_writing_out(int fd);
void finish_writing_out(int fd, const std::filesystem::path& name);

// fsync of a file or folder by its path. Throws failed with the system's message.
void sync_path(const std::filesystem::path& path);

}  // namespace gimlet::git2
