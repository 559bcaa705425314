#include <doctest/doctest.h>

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
  git2::LogLine log{"Jane", "jane@example.com", 1'700'000'000, "gimlet: test"};

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
};

}  // namespace

TEST_CASE("refs: one that is where it was expected moves, and its log and HEAD's say so") {
  const Fixture f;
  CHECK(git2::move_ref(f.repository.get(), main_ref, f.second, f.first, f.log));
  CHECK(f.tip() == git2::to_hex(f.first));
  for (const char* name : {"main", "HEAD"}) {
    const std::string format = "--format=%gn <%ge> %gd %gs";
    CHECK(git(f.path, {"log", "-g", "-1", format, "--date=unix", name}) ==
          "Jane <jane@example.com> " + std::string(name) + "@{1700000000} gimlet: test");
  }
  CHECK_FALSE(std::filesystem::exists(f.path / ".git/refs/heads/main.lock"));
}

TEST_CASE("refs: one that is packed moves, too") {
  const Fixture f;
  git(f.path, {"pack-refs", "--all"});
  CHECK(git2::move_ref(f.repository.get(), main_ref, f.second, f.first, f.log));
  CHECK(f.tip() == git2::to_hex(f.first));
}

TEST_CASE("refs: one that is elsewhere, gone, symbolic or locked stays") {
  const Fixture f;
  git_repository* const repository = f.repository.get();
  CHECK_FALSE(git2::move_ref(repository, main_ref, f.first, f.second, f.log));
  CHECK_FALSE(git2::move_ref(repository, "refs/heads/none", f.first, f.second, f.log));
  git(f.path, {"symbolic-ref", "refs/heads/other", main_ref});
  CHECK_FALSE(git2::move_ref(repository, "refs/heads/other", f.second, f.first, f.log));
  f.folder.write("x/.git/refs/heads/main.lock", "");
  CHECK_FALSE(git2::move_ref(repository, main_ref, f.second, f.first, f.log));
  CHECK(f.tip() == git2::to_hex(f.second));
  CHECK_FALSE(std::filesystem::exists(f.path / ".git/refs/heads/none.lock"));
}

TEST_CASE("refs: a blank name in git's configuration does not keep a ref from moving") {
  Fixture f;
  f.log.name = "  ";
  CHECK(git2::move_ref(f.repository.get(), main_ref, f.second, f.first, f.log));
  CHECK(git(f.path, {"log", "-g", "-1", "--format=%gn", "main"}) == "gimlet");
}
