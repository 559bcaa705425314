#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace gimlet::test {

// A folder of a test case's own: removed when the case passed, kept and named on stderr when a REQUIRE or an
// exception ended it, or when GIMLET_KEEP is set.
class Folder {
 public:
  Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  // Writes a file below the folder, with the folders it needs; returns its full path.
  std::filesystem::path write(const std::string& name, std::string_view content) const;

 private:
  std::filesystem::path path_;
};

// A file of tests/data, whole.
std::string data(const std::string& name);

}  // namespace gimlet::test
