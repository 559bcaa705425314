#include <doctest/doctest.h>
#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/process.hpp"
#include "gitops/git2/init.hpp"
#include "gitops/git2/objects.hpp"
#include "tests/unit/gitops/git_fixture.hpp"

using namespace gimlet;
using gimlet::gitops::test::git;

namespace {

struct Fixture {
  gimlet::test::Folder folder;
  std::filesystem::path path = folder.path() / "x.git";
  git2::Repository repository;

  Fixture() {
    git(folder.path(), {"init", "-q", "--bare", path.string()});
    git2::initialise();
    REQUIRE(git_repository_open(out_ptr(repository), path.c_str()) == 0);
  }
};

}  // namespace

TEST_CASE("loose objects: git reads what was written, of any size, under the id that git gives it") {
  const Fixture fixture;
  git2::Objects objects(fixture.repository.get());
  for (const std::size_t size : {0, 1, 1000, 4000, 4001, 100'000, 3'000'000}) {
    CAPTURE(size);
    std::string content;
    for (std::size_t i = 0; i < size; ++i) content += static_cast<char>((i * i + i / 7) % 251);
    const std::string id = git2::to_hex(objects.write_blob(content));
    ProcessOptions options;
    options.folder = fixture.path;
    CHECK(run_process({"git", "cat-file", "blob", id}, options).output == content);
    options.input = content;
    CHECK(git(fixture.path, {"hash-object", "--stdin"}, content) == id);
    CHECK(objects.blob(git2::to_oid(id)) == content);
  }
  objects.make_durable();
  CHECK(git(fixture.path, {"fsck", "--strict", "--no-dangling"}).empty());
  CHECK(git(fixture.path, {"count-objects"}).starts_with("7 objects"));
}

TEST_CASE(
    "loose objects: git reads trees of any size; those of a block and large ones are stored as they are") {
  const Fixture fixture;
  git2::Objects objects(fixture.repository.get());
  const git_oid blob = objects.write_blob("x");
  for (const int entries : {1, 100, 400, 600, 3000}) {
    CAPTURE(entries);
    std::string listed;
    std::string tree;
    for (int i = 0; i < entries; ++i) {
      const std::string name = fmt::format("app-{:04}", i);
      tree.append("100644 ").append(name).append(1, '\0');
      tree.append(reinterpret_cast<const char*>(blob.id), sizeof blob.id);
      listed += fmt::format("100644 blob {}\t{}\n", git2::to_hex(blob), name);
    }
    const std::size_t size = tree.size();
    const std::string id = git2::to_hex(objects.write_tree(std::move(tree)));
    ProcessOptions options;
    options.folder = fixture.path;
    CHECK(run_process({"git", "ls-tree", id}, options).output == listed);
    const auto written =
        std::filesystem::file_size(fixture.path / "objects" / id.substr(0, 2) / id.substr(2));
    CHECK((written > size) == (size <= 4000 || size >= std::size_t{16} << 10U));
  }
  objects.make_durable();
  CHECK(git(fixture.path, {"fsck", "--strict", "--no-dangling"}).empty());
}

TEST_CASE("loose objects: more of them than files may stay open, and those that are there already") {
  const Fixture fixture;
  git2::Objects objects(fixture.repository.get());
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 300; ++i) objects.write_blob("content " + std::to_string(i));
  }
  objects.make_durable();
  CHECK(git(fixture.path, {"count-objects"}).starts_with("300 objects"));
  git(fixture.path, {"prune-packed"});
  CHECK(git(fixture.path, {"count-objects", "-v"}).find("garbage: 0") != std::string::npos);
}

TEST_CASE("loose objects: one that others wrote is written again, and one of our own is not") {
  const Fixture fixture;
  const std::string id = git(fixture.path, {"hash-object", "-w", "--stdin"}, "x");
  const std::filesystem::path file = fixture.path / "objects" / id.substr(0, 2) / id.substr(2);
  const auto others = file_info(file).id;
  git2::Objects objects(fixture.repository.get());
  CHECK(git2::to_hex(objects.write_blob("x")) == id);
  const auto ours = file_info(file).id;
  CHECK(ours != others);
  CHECK(git2::to_hex(objects.write_blob("x")) == id);
  CHECK(file_info(file).id == ours);
  objects.make_durable();
}

TEST_CASE("loose objects: a folder that takes no file is an error that names it, and leaves nothing behind") {
  const Fixture fixture;
  git2::Objects objects(fixture.repository.get());
  const std::string id = git(fixture.path, {"hash-object", "--stdin"}, "x");
  fixture.folder.write("x.git/objects/" + id.substr(0, 2), "a file where a folder must be");
  try {
    objects.write_blob("x");
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::failed);
    CHECK(error.message().find(id.substr(2)) != std::string::npos);
    CHECK(error.message().find("Not a directory") != std::string::npos);
  }
}
