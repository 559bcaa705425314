#pragma once

#include <filesystem>
#include <string>

#include "core/util/fd.hpp"

namespace gimlet::store {

// A file that gets its name when it is whole: an empty one of mode 0600 under a name of its own beside
// `target`, removed unless it is finished. Throws failed, as lmdb::raise() does.
class NewFile {
 public:
  explicit NewFile(const std::filesystem::path& target);
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile();

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] int descriptor() const { return fd_.get(); }
  // Gives the file the target's name, durably. False if something has that name already.
  bool finish();

 private:
  std::filesystem::path target_;
  std::string name_;
  Fd fd_;
};

}  // namespace gimlet::store
