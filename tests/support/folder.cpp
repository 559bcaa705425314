#include "tests/support/folder.hpp"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>

namespace gimlet::test {

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "gimlet-test.XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot create " + name);
  path_ = name;
}

Folder::~Folder() {
  if (std::uncaught_exceptions() > 0 || std::getenv("GIMLET_KEEP") != nullptr) {
    std::cerr << "kept: " << path_ << '\n';
    return;
  }
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path Folder::write(const std::string& name, std::string_view content) const {
  std::filesystem::path file = path_ / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << content;
  return file;
}

std::string data(const std::string& name) {
  std::ifstream stream(std::filesystem::path(GIMLET_TEST_DATA) / name, std::ios::binary);
  if (!stream) throw std::runtime_error("no test data " + name);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace gimlet::test
