#include <doctest/doctest.h>
#include <sys/stat.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "tests/support/folder.hpp"

using namespace gimlet;

TEST_CASE("fs: an atomic write replaces the content and leaves no temporary file") {
  const test::Folder folder;
  const auto file = folder.write("a.txt", "old");
  write_file_atomically(file, "new", 0600);
  CHECK(read_file(file) == "new");
  struct stat info {};
  REQUIRE(::stat(file.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777U) == 0600);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("fs: errors name the file and the kind") {
  const test::Folder folder;
  try {
    read_file(folder.path() / "absent");
    FAIL("nothing thrown");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::not_found);
    CHECK(error.str().find("absent: No such file") != std::string::npos);
  }
  CHECK_THROWS_AS(read_file(folder.path()), Error);
  CHECK_THROWS_AS(read_file(folder.write("big", "12345"), 4), Error);
}

TEST_CASE("fs: a lock held elsewhere is a conflict") {
  const test::Folder folder;
  const FileLock held(folder.path() / "lock", 0);
  try {
    const FileLock second(folder.path() / "lock", 10);
    FAIL("nothing thrown");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::conflict);
  }
}

TEST_CASE("a file is read whole, up to a limit, whatever size it says to have") {
  const test::Folder folder;
  for (const std::size_t size : {0, 1, 255, 4095, 4096, 4097, 70'000}) {
    CAPTURE(size);
    const std::string text = std::string(size / 2, 'x') + std::string(size - size / 2, 'y');
    const auto path = folder.write("file", text);
    CHECK(read_file(path) == text);
    CHECK(read_file(path, size) == text);
    CHECK(read_regular_file(path, size) == text);
    if (size == 0) continue;
    CHECK_THROWS_AS((void)read_file(path, size - 1), Error);
    CHECK_THROWS_AS((void)read_regular_file(path, size - 1), Error);
  }
  CHECK_THROWS_AS((void)read_regular_file(folder.path(), 10), Error);
  CHECK(read_file("/proc/self/stat").size() > 10);  // says 0
  CHECK_THROWS_AS((void)read_file("/proc/self/stat", 5), Error);
}

TEST_CASE("what a path leads to is told, through links") {
  const TempFolder folder;
  write_file_atomically(folder.path() / "file", "12345");
  std::filesystem::create_symlink("file", folder.path() / "link");
  std::filesystem::create_symlink("nothing", folder.path() / "dangling");
  const FileInfo file = file_info(folder.path() / "file");
  CHECK(file.kind == FileInfo::Kind::file);
  CHECK(file.size == 5);
  CHECK(file_info(folder.path() / "link").id == file.id);
  CHECK(file_info(folder.path()).kind == FileInfo::Kind::folder);
  CHECK(file_info(folder.path()).id != file.id);
  CHECK(file_info("/dev/null").kind == FileInfo::Kind::other);
  CHECK_THROWS_AS(file_info(folder.path() / "dangling"), Error);
}

TEST_CASE("a folder's entries come in the order of their names, with what the folder knows of them") {
  const test::Folder folder;
  for (const char* name : {"b", "a.txt", ".hidden", "a"}) folder.write(name, "x");
  std::filesystem::create_directory(folder.path() / "c");
  std::filesystem::create_symlink("c", folder.path() / "link");
  std::string names;
  for (const FolderEntry& entry : list_folder(folder.path())) {
    names += entry.name + " ";
    // A file system need not say it.
    if (entry.kind == FileInfo::Kind::file) CHECK(entry.name.find_first_of("ab.") == 0);
    if (entry.kind == FileInfo::Kind::folder) CHECK(entry.name == "c");
  }
  CHECK(names == ".hidden a a.txt b c link ");
  CHECK_THROWS_AS((void)list_folder(folder.path() / "b"), Error);
  CHECK_THROWS_AS((void)list_folder(folder.path() / "absent"), Error);
}
