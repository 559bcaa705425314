#include <filesystem>
#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "core/util/error.hpp"
#include "gitops/git2/config.hpp"
#include "gitops/git2/handle.hpp"
#include "gitops/git2/init.hpp"
#include "gitops/git2/oid.hpp"
#include "gitops/git2/refs.hpp"
#include "tests/unit/gitops/git_fixture.hpp"

using namespace gimlet;
using gimlet::gitops::test::git;

namespace {

constexpr const char* main_ref = "refs/heads/main";

// A repository of two commits; main is at the second.
struct Fixture {
  gimlet::test::Folder folder;
  std::filesystem::path path = folder.path() / "x";
  git2::Repository repository;
  git_oid first{};
  git_oid second{};
  git2::LogLine log{"Jane", "jane@example.com", 1'700'000'000, "gimlet: test", {}};

  Fixture() {
    git(folder.path(), {"init", "-q", "-b", "main", path.string()});
    first = commit();
    second = commit();
    git2::initialise();
    REQUIRE(git_repository_open(out_ptr(repository), path.c_str()) == 0);
  }
  git_oid commit() const {
    git(path,
        {"-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-q", "--allow-empty", "-m", "x"});
    return git2::to_oid(tip());
  }
  [[nodiscard]] std::string tip() const { return git(path, {"rev-parse", main_ref}); }
  [[nodiscard]] bool move(const std::string& name, const std::optional<git_oid>& from,
                          const git_oid& to) const {
    return git2::move_ref(repository.get(), name, from, to, log, git2::Durability::now);
  }
  [[nodiscard]] bool has(const std::string& file) const {
    return std::filesystem::exists(path / ".git" / file);
  }
};

}  // namespace

TEST_CASE("refs: one that is where it was expected moves, and its log and HEAD's say so") {
  const Fixture f;
  CHECK(f.move(main_ref, f.second, f.first));
  CHECK(f.tip() == git2::to_hex(f.first));
  for (const char* name : {"main", "HEAD"}) {
    const std::string format = "--format=%gn <%ge> %gd %gs";
    CHECK(git(f.path, {"log", "-g", "-1", format, "--date=unix", name}) ==
          "Jane <jane@example.com> " + std::string(name) + "@{1700000000} gimlet: test");
  }
  CHECK_FALSE(f.has("refs/heads/main.lock"));
  CHECK_FALSE(f.has("gimlet-ref"));
}

TEST_CASE("refs: one that is packed moves, too") {
  const Fixture f;
  git(f.path, {"pack-refs", "--all"});
  CHECK(f.move(main_ref, f.second, f.first));
  CHECK(f.tip() == git2::to_hex(f.first));
}

TEST_CASE("refs: one that is elsewhere, gone, symbolic or locked stays") {
  const Fixture f;
  CHECK_FALSE(f.move(main_ref, f.first, f.second));
  CHECK_FALSE(f.move("refs/heads/none", f.first, f.second));
  git(f.path, {"symbolic-ref", "refs/heads/other", main_ref});
  CHECK_FALSE(f.move("refs/heads/other", f.second, f.first));
  f.folder.write("x/.git/refs/heads/main.lock", "");
  CHECK_FALSE(f.move(main_ref, f.second, f.first));
  CHECK(f.tip() == git2::to_hex(f.second));
  CHECK_FALSE(f.has("refs/heads/none.lock"));
}

TEST_CASE("refs: a blank name in git's configuration does not keep a ref from moving") {
  Fixture f;
  f.log.name = "  ";
  CHECK(f.move(main_ref, f.second, f.first));
  CHECK(git(f.path, {"log", "-g", "-1", "--format=%gn", "main"}) == "gimlet");
}

TEST_CASE("refs: a new one is made where there is none, and only there") {
  const Fixture f;
  CHECK(f.move("refs/heads/team/new", std::nullopt, f.first));
  CHECK(git(f.path, {"rev-parse", "team/new"}) == git2::to_hex(f.first));
  CHECK(git(f.path, {"log", "-g", "--format=%gs", "team/new"}) == "gimlet: test");
  CHECK(git(f.path, {"log", "-g", "-1", "--format=%gs", "HEAD"}) == "commit: x");  // HEAD stands elsewhere
  CHECK_FALSE(f.move("refs/heads/team/new", std::nullopt, f.second));
  git(f.path, {"pack-refs", "--all"});
  CHECK_FALSE(f.move("refs/heads/team/new", std::nullopt, f.second));
  CHECK(git(f.path, {"rev-parse", "team/new"}) == git2::to_hex(f.first));
  git(f.path, {"fsck", "--strict"});
}

TEST_CASE("refs: a name that is another's folder, or has another in its own, is an error") {
  const Fixture f;
  git(f.path, {"branch", "a/b"});
  git(f.path, {"branch", "c"});
  for (const bool packed : {false, true}) {
    if (packed) git(f.path, {"pack-refs", "--all", "--prune"});
    CHECK_THROWS_WITH_AS(static_cast<void>(f.move("refs/heads/a", std::nullopt, f.first)),
                         "cannot create refs/heads/a: there is a ref refs/heads/a/b", Error);
    CHECK_THROWS_WITH_AS(static_cast<void>(f.move("refs/heads/c/d/e", std::nullopt, f.first)),
                         "cannot create refs/heads/c/d/e: there is a ref refs/heads/c", Error);
  }
  CHECK(git(f.path, {"for-each-ref", "--format=%(refname:short)", "refs/heads"}) == "a/b\nc\nmain");
}

TEST_CASE("refs: empty folders of refs that are gone do not stand in a new one's way") {
  const Fixture f;
  std::filesystem::create_directories(f.path / ".git/refs/heads/old/er/oldest");
  std::filesystem::create_directories(f.path / ".git/logs/refs/heads/old/er");
  CHECK(f.move("refs/heads/old", std::nullopt, f.first));
  CHECK(git(f.path, {"rev-parse", "old"}) == git2::to_hex(f.first));
  CHECK(git(f.path, {"log", "-g", "--format=%gs", "old"}) == "gimlet: test");
}

TEST_CASE("refs: one that goes takes its log along, which would stand in another's way") {
  const Fixture f;
  for (const bool packed : {false, true}) {
    CHECK(f.move("refs/remotes/origin/team", std::nullopt, f.first));
    CHECK(f.has("logs/refs/remotes/origin/team"));
    if (packed) git(f.path, {"pack-refs", "--all"});
    CHECK(git2::remove_ref(f.repository.get(), "refs/remotes/origin/team"));
    CHECK_FALSE(f.has("logs/refs/remotes/origin/team"));
    CHECK(f.move("refs/remotes/origin/team/a", std::nullopt, f.first));
    CHECK(git2::remove_ref(f.repository.get(), "refs/remotes/origin/team/a"));
  }
}

TEST_CASE("refs: a folder of others is no ref to remove, nor is what would lie below one") {
  const Fixture f;
  CHECK(f.move("refs/heads/env/new", std::nullopt, f.first));
  CHECK(git2::remove_ref(f.repository.get(), "refs/heads/env"));
  CHECK(git2::remove_ref(f.repository.get(), "refs/heads/env/new/er"));
  CHECK(git(f.path, {"rev-parse", "env/new"}) == git2::to_hex(f.first));
  CHECK_FALSE(f.move("refs/heads/env/new/er", f.first, f.second));
}

TEST_CASE("refs: where the file cannot be put, neither it nor a lock is left") {
  const Fixture f;
  f.folder.write("x/.git/refs/heads/old/some.lock", "");  // no ref, but no empty folder either
  CHECK_THROWS_WITH_AS(static_cast<void>(f.move("refs/heads/old", std::nullopt, f.first)),
                       doctest::Contains("cannot create refs/heads/old: "), Error);
  CHECK_FALSE(f.has("gimlet-ref"));
  CHECK_FALSE(f.has("refs/heads/old.lock"));
}

TEST_CASE("refs: which get a log is what git's configuration says") {
  Fixture f;
  CHECK(f.move("refs/gimlet/x", std::nullopt, f.first));
  CHECK_FALSE(f.has("logs/refs/gimlet/x"));
  f.log.logs_for = git2::LogsFor::all;
  CHECK(f.move("refs/gimlet/y", std::nullopt, f.first));
  CHECK(f.has("logs/refs/gimlet/y"));
  f.log.logs_for = git2::LogsFor::none;
  CHECK(f.move("refs/heads/unlogged", std::nullopt, f.first));
  CHECK_FALSE(f.has("logs/refs/heads/unlogged"));
  CHECK(f.move(main_ref, f.second, f.first));  // has one, which is kept up
  CHECK(git(f.path, {"log", "-g", "-1", "--format=%gs", "main"}) == "gimlet: test");

  const auto wanted = [&](const char* value) {
    git(f.path, {"config", "core.logAllRefUpdates", value});
    return git2::log_line(git2::read_config(f.repository.get()), 0, "").logs_for;
  };
  git(f.path, {"config", "--unset", "core.logAllRefUpdates"});
  CHECK_FALSE(git2::log_line(git2::read_config(f.repository.get()), 0, "").logs_for.has_value());
  CHECK(wanted("Always") == git2::LogsFor::all);
  CHECK(wanted("yes") == git2::LogsFor::branches);
  CHECK(wanted("off") == git2::LogsFor::none);
}

TEST_CASE("refs: a bare repository's get no log unless it has one") {
  const Fixture f;
  const std::filesystem::path bare = f.folder.path() / "bare.git";
  git(f.folder.path(), {"clone", "-q", "--bare", f.path.string(), bare.string()});
  git2::Repository repository;
  REQUIRE(git_repository_open(out_ptr(repository), bare.c_str()) == 0);
  CHECK(git2::move_ref(repository.get(), main_ref, f.second, f.first, f.log, git2::Durability::later));
  CHECK_FALSE(std::filesystem::exists(bare / "logs"));
  f.folder.write("bare.git/logs/refs/heads/main", "");
  CHECK(git2::move_ref(repository.get(), main_ref, f.first, f.second, f.log, git2::Durability::later));
  CHECK(git(bare, {"log", "-g", "--format=%gs", "main"}) == "gimlet: test");
  CHECK_FALSE(std::filesystem::exists(bare / "logs/HEAD"));
}

TEST_CASE("refs: one may be put anywhere and removed, loose or packed, unless it is locked") {
  const Fixture f;
  git_repository* const repository = f.repository.get();
  const std::string name = "refs/gimlet/push/1";
  CHECK(git2::put_ref(repository, name, f.first));
  CHECK(git2::put_ref(repository, name, f.second));
  CHECK(git(f.path, {"rev-parse", name}) == git2::to_hex(f.second));
  git(f.path, {"pack-refs", "--all"});
  CHECK(git2::put_ref(repository, name, f.first));  // now it is both
  f.folder.write("x/.git/" + name + ".lock", "");
  CHECK_FALSE(git2::put_ref(repository, name, f.second));
  CHECK_FALSE(git2::remove_ref(repository, name));
  CHECK(git(f.path, {"rev-parse", name}) == git2::to_hex(f.first));
  std::filesystem::remove(f.path / ".git" / (name + ".lock"));
  CHECK(git2::remove_ref(repository, name));
  CHECK(git(f.path, {"for-each-ref", "refs/gimlet"}).empty());
  CHECK(git2::remove_ref(repository, name));
}
