#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/util/fd.hpp"

namespace gimlet {

// A file that a user names, written as other programs write one: links are followed, and what is there keeps
// its mode and its owner. A regular file changes at once, through a draft beside it that takes over its name,
// so that a reader, a crash or a full disk meets the old content whole. What cannot be replaced unnoticed is
// written in place: a FIFO, a device, a file with several names, one of another owner or in a folder that
// takes no draft. "/dev/stdout" and its like are the descriptors themselves.
//
// Everything throws Error: not_found where the folder is not there, else failed, with the system's message.
class OutputFile {
 public:
  enum class Access {
    as_others,  // a new file's mode is what the umask says
    // A regular file has mode 0600 afterwards, and never changes in place: a draft that cannot be made is an
    // error.
    owner_only
  };

  explicit OutputFile(const std::filesystem::path& path, Access access = Access::as_others);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  // Without finish() a draft vanishes, and the file is as it was.
  ~OutputFile();

  void write(std::string_view content);
  // Makes it durable, and gives a draft its name.
  void finish();

 private:
  void follow_links();
  void open_in_place();
  bool open_draft(Access access);
  void replace();
  void copy_draft();
  [[noreturn]] void fail(int code) const;

  std::string shown_;             // as the user named it
  std::filesystem::path target_;  // behind all links
  std::string draft_;             // "" : written in place
  unsigned mode_ = 0;             // of the file that is there, for a draft to take over
  bool is_there_ = false;
  bool must_replace_ = false;
  Fd fd_{-1};
};

// Writes the whole of such a file.
void write_output_file(const std::filesystem::path& path, std::string_view content);

}  // namespace gimlet
