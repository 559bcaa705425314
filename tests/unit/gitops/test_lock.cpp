#include <array>
#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "gitops/git2/index_edit.hpp"
#include "gitops/git2/init.hpp"
#include "gitops/git2/lock.hpp"
#include "tests/unit/gitops/git_fixture.hpp"

using namespace gimlet;
using gimlet::gitops::test::git;
namespace fs = std::filesystem;

namespace {

// A repository with one file in its index.
struct Fixture {
  gimlet::test::Folder folder;
  fs::path path = folder.path() / "x";
  fs::path git_folder = path / ".git";
  git2::Repository repository;

  Fixture() {
    git(folder.path(), {"init", "-q", "-b", "main", path.string()});
    folder.write("x/old.txt", "old\n");
    git(path, {"add", "old.txt"});
    git2::initialise();
    REQUIRE(git_repository_open(out_ptr(repository), path.c_str()) == 0);
  }
  // What a process leaves that is killed while it holds a lock.
  void abandon(const std::string& lock) const {
    fs::create_directories((git_folder / lock).parent_path());
    fs::create_hard_link(git_folder / git2::writer_lock_name, git_folder / lock);
  }
  [[nodiscard]] bool has(const std::string& file) const { return fs::exists(git_folder / file); }
  void add_new_file() const {
    folder.write("x/new.txt", "new\n");
    git2::Index index;
    REQUIRE(git_repository_index(out_ptr(index), repository.get()) == 0);
    REQUIRE(git_index_add_bypath(index.get(), "new.txt") == 0);
    REQUIRE(git_index_write(index.get()) == 0);
  }
};

}  // namespace

TEST_CASE("locks: those of a writer that was killed are taken away by the next one, others are not") {
  const Fixture f;
  { const git2::WriterLock first(f.git_folder, 0); }
  constexpr std::array locks{"index.lock",
                             "refs/heads/main.lock",
                             "refs/heads/gimlet.lock",
                             "refs/heads/logs/objects/a.lock",
                             "refs/remotes/origin/team/a.lock",
                             "worktrees/other/index.lock",
                             "refs/gimlet/push/7.lock"};
  for (const char* lock : locks) f.abandon(lock);
  f.folder.write("x/.git/refs/heads/of-git.lock", "");
  f.folder.write("x/.git/packed-refs.lock", "");
  const git2::WriterLock next(f.git_folder, 0);
  for (const char* lock : locks) {
    CAPTURE(lock);
    CHECK_FALSE(f.has(lock));
  }
  CHECK(f.has("refs/heads/of-git.lock"));
  CHECK(f.has("packed-refs.lock"));
  CHECK(f.has(git2::writer_lock_name));
  CHECK(fs::hard_link_count(f.git_folder / git2::writer_lock_name) == 1);
}

TEST_CASE("locks: a file is locked once at a time, for git too, and its lock goes with its owner") {
  const Fixture f;
  const git2::WriterLock writer(f.git_folder, 0);
  {
    const auto held = git2::LockFile::take(f.git_folder / "refs/heads/a/b", f.git_folder);
    REQUIRE(held.has_value());
    CHECK(fs::hard_link_count(f.git_folder / git2::writer_lock_name) == 2);
    CHECK_FALSE(git2::LockFile::take(f.git_folder / "refs/heads/a/b", f.git_folder).has_value());
  }
  CHECK_FALSE(f.has("refs/heads/a/b.lock"));
  CHECK(git2::LockFile::take(f.git_folder / "refs/heads/a/b", f.git_folder).has_value());
}

TEST_CASE("locks: without the writer's lock file a lock is a file of its own") {
  const Fixture f;
  const auto held = git2::LockFile::take(f.git_folder / "refs/heads/a", f.git_folder);
  CHECK(held.has_value());
  CHECK(fs::hard_link_count(f.git_folder / "refs/heads/a.lock") == 1);
}

TEST_CASE("locks: what cannot be locked says why") {
  const Fixture f;
  f.folder.write("x/.git/refs/heads/a", "");
  CHECK_THROWS_WITH_AS(static_cast<void>(git2::LockFile::take(f.git_folder / "refs/heads/a/b", f.git_folder)),
                       doctest::Contains("Not a directory"), Error);
}

TEST_CASE(
    "index: what libgit2 changes takes effect when the edit is committed, and git is kept out till then") {
  const Fixture f;
  const git2::WriterLock writer(f.git_folder, 0);
  const auto before = fs::last_write_time(f.git_folder / "index");
  {
    git2::IndexEdit edit(f.repository.get());
    CHECK(f.has("index.lock"));
    CHECK(fs::last_write_time(f.git_folder / "gimlet-index") == before);
    f.add_new_file();
    CHECK(git(f.path, {"ls-files"}) == "old.txt");
    edit.commit();
    CHECK(git(f.path, {"ls-files"}) == "new.txt\nold.txt");
  }
  CHECK_FALSE(f.has("index.lock"));
  CHECK_FALSE(f.has("gimlet-index"));
  git(f.path, {"add", "-A"});
}

TEST_CASE("index: an edit that is not committed leaves the index as it was") {
  const Fixture f;
  f.folder.write("x/.git/gimlet-index", "left by one that was killed");
  f.folder.write("x/.git/gimlet-index.lock", "left by one that was killed");
  const std::string before = read_file(f.git_folder / "index");
  {
    const git2::IndexEdit edit(f.repository.get());
    f.add_new_file();
  }
  CHECK(read_file(f.git_folder / "index") == before);
  CHECK_FALSE(f.has("index.lock"));
  CHECK_FALSE(f.has("gimlet-index"));
  CHECK_FALSE(f.has("gimlet-index.lock"));
}

TEST_CASE("index: where somebody else has it locked there is no edit") {
  const Fixture f;
  f.folder.write("x/.git/index.lock", "");
  CHECK_THROWS_WITH_AS(git2::IndexEdit(f.repository.get()), doctest::Contains("the index is locked"), Error);
  CHECK(f.has("index.lock"));
}
