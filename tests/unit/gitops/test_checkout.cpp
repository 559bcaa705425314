#include <doctest/doctest.h>

#include "core/util/process.hpp"
#include "gitops/local/checkout.hpp"
#include "tests/support/folder.hpp"

using namespace gimlet;
using namespace gimlet::gitops;

TEST_CASE("checkout: a repository's name is the path of its URL") {
  CHECK(repository_name_of("https://user:token@github.com/mycompany/frontend.git") == "mycompany/frontend");
  CHECK(repository_name_of("git@gitlab.com:group/sub/app.git") == "group/sub/app");
  CHECK(repository_name_of("ssh://git@host:2222/o/r/") == "o/r");
  CHECK(repository_name_of("/srv/git/app.git").empty());
  CHECK(repository_name_of("").empty());
}

TEST_CASE("checkout: outside a repository, and before the first commit, there is nothing to read") {
  const test::Folder folder;
  CHECK_FALSE(read_checkout(folder.path()));
  ProcessOptions options;
  options.folder = folder.path();
  REQUIRE(run_process({"git", "init", "-q", "-b", "main"}, options).ok());
  CHECK_FALSE(read_checkout(folder.path()));
}

TEST_CASE("checkout: commit, branch, tag and origin") {
  const test::Folder folder;
  ProcessOptions options;
  options.folder = folder.path();
  options.set_env = {{"GIT_AUTHOR_NAME", "Ann"},         {"GIT_AUTHOR_EMAIL", "ann@example.com"},
                     {"GIT_COMMITTER_NAME", "Cy"},       {"GIT_COMMITTER_EMAIL", "cy@example.com"},
                     {"GIT_AUTHOR_DATE", "@1000 +0000"}, {"GIT_COMMITTER_DATE", "@2000 +0000"}};
  const auto git = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "git");
    REQUIRE(run_process(words, options).ok());
  };
  git({"init", "-q", "-b", "work"});
  git({"remote", "add", "origin", "https://example.com/o/r.git"});
  git({"commit", "-q", "--allow-empty", "-m", "First"});
  git({"-c", "tag.gpgSign=false", "tag", "-a", "v1", "-m", "One"});
  const auto checkout = read_checkout(folder.path());
  REQUIRE(checkout);
  CHECK(checkout->branch == "work");
  CHECK(checkout->tag == "v1");
  CHECK(checkout->head.author.name == "Ann");
  CHECK(checkout->head.committer.email == "cy@example.com");
  CHECK(checkout->head.time == 2000);
  CHECK(checkout->head.message == "First\n");
  CHECK(checkout->remote_url == "https://example.com/o/r.git");
  git({"checkout", "-q", "--detach"});
  CHECK(read_checkout(folder.path())->branch.empty());
}
