#include <doctest/doctest.h>
#include <sys/stat.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/output_file.hpp"
#include "tests/support/folder.hpp"

using namespace gimlet;

namespace {

unsigned mode_of(const std::filesystem::path& path) {
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  return info.st_mode & 0777U;
}

std::ptrdiff_t entries(const test::Folder& folder) {
  return std::distance(std::filesystem::directory_iterator(folder.path()), {});
}

}  // namespace

TEST_CASE("an output file changes when it is finished, or not at all") {
  const test::Folder folder;
  const auto path = folder.write("file", "old");
  {
    OutputFile file(path);
    file.write("new");
    CHECK(read_file(path) == "old");
  }
  CHECK(read_file(path) == "old");
  CHECK(entries(folder) == 1);
  OutputFile file(path);
  file.write("new");
  file.write(", and more");
  file.finish();
  CHECK(read_file(path) == "new, and more");
  CHECK(entries(folder) == 1);
}

TEST_CASE("an output file keeps its mode; one for its owner alone loses it, and its other names") {
  const test::Folder folder;
  const auto path = folder.write("file", "old");
  ::chmod(path.c_str(), 0640);
  write_output_file(path, "new");
  CHECK(mode_of(path) == 0640);
  std::filesystem::create_hard_link(path, folder.path() / "other");
  OutputFile file(path, OutputFile::Access::owner_only);
  CHECK(mode_of(path) == 0640);
  file.write("private");
  file.finish();
  CHECK(mode_of(path) == 0600);
  CHECK(read_file(path) == "private");
  CHECK(read_file(folder.path() / "other") == "new");
}

TEST_CASE("an output file is written behind links, which stay") {
  const test::Folder folder;
  for (const auto access : {OutputFile::Access::as_others, OutputFile::Access::owner_only}) {
    const auto link = folder.path() / ("link" + std::to_string(static_cast<int>(access)));
    std::filesystem::create_symlink("new" + link.filename().string(), link);
    OutputFile file(link, access);
    file.write("text");
    file.finish();
    CHECK(std::filesystem::is_symlink(link));
    CHECK(read_file(link) == "text");
  }
  std::filesystem::create_symlink("loop", folder.path() / "loop");
  CHECK_THROWS_AS(write_output_file(folder.path() / "loop", "x"), Error);
  CHECK_THROWS_AS(write_output_file(folder.path(), "x"), Error);
  write_output_file("/dev/null", "x");
  CHECK(std::filesystem::is_character_file("/dev/null"));
}
