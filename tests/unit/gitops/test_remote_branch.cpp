#include <doctest/doctest.h>

#include "gitops/local/remote_branch.hpp"

using namespace gimlet;
using namespace gimlet::gitops;

namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;

RemoteBranch branch_of(const Entries& entries, const std::string& branch = "main") {
  git2::Config config;
  for (const auto& [name, value] : entries) config.add(name, value);
  return find_remote_branch(config, branch);
}

}  // namespace

// What goes where is compared with `git push --dry-run` in tests/e2e/remote_branch.sh.
TEST_CASE("remote_branch: what a refspec makes of a ref") {
  const std::string main = "refs/heads/main";
  CHECK(map_ref("+refs/heads/*:refs/remotes/origin/*", main) == "refs/remotes/origin/main");
  CHECK(map_ref("refs/heads/*:refs/heads/people/*", main) == "refs/heads/people/main");
  CHECK(map_ref("refs/heads/m*n:refs/x/*-y", main) == "refs/x/ai-y");
  CHECK(map_ref("main", main) == main);
  CHECK(map_ref("main:live", main) == "refs/heads/live");
  CHECK(map_ref("HEAD:refs/for/main", main) == "refs/for/main");
  CHECK(map_ref("HEAD", main) == main);
  CHECK_FALSE(map_ref("refs/heads/other:refs/heads/x", main).has_value());
  CHECK_FALSE(map_ref("^refs/heads/main", main).has_value());
  CHECK_FALSE(map_ref(":", main).has_value());
  CHECK_FALSE(map_ref("", main).has_value());
  CHECK_FALSE(map_ref("refs/heads/mainmain*:refs/x/*", main).has_value());
}

TEST_CASE("remote_branch: what refspecs together make of a ref") {
  const std::string main = "refs/heads/main";
  using Refspecs = std::vector<std::string>;
  CHECK(map_ref(Refspecs{"refs/heads/x:refs/heads/y", "refs/heads/*:refs/heads/b/*"}, main) ==
        "refs/heads/b/main");
  CHECK(map_ref(Refspecs{":"}, main) == main);
  CHECK(map_ref(Refspecs{"heads/main:live"}, main) == "refs/heads/live");
  CHECK_FALSE(map_ref(Refspecs{"refs/heads/*:refs/heads/*", "^refs/heads/main"}, main).has_value());
  CHECK_FALSE(map_ref(Refspecs{"^refs/heads/m*", "+:"}, main).has_value());
  CHECK(map_ref(Refspecs{"^refs/heads/main", "main"}, main) == main);
  CHECK_FALSE(map_ref(Refspecs{"^refs/heads/main"}, main).has_value());
}

TEST_CASE("remote_branch: what is made of a URL") {
  git2::Config config;
  config.add("url.ssh://git@host/.insteadof", "https://host/");
  config.add("url.ssh://git@host/mine/.insteadof", "https://host/me/");
  config.add("url.ssh://push@host/.pushinsteadof", "https://host/");
  CHECK(rewritten_url(config, "https://host/x") == "ssh://git@host/x");
  CHECK(rewritten_url(config, "https://host/me/x") == "ssh://git@host/mine/x");
  CHECK(rewritten_url(config, "https://other/x") == "https://other/x");
  CHECK(rewritten_push_url(config, "https://host/me/x") == "ssh://push@host/me/x");
  CHECK(rewritten_push_url(git2::Config(), "x") == "x");
}

TEST_CASE("remote_branch: a clone without a remote has none, and that is no fault") {
  const RemoteBranch none = branch_of({});
  CHECK(none.fetch_url.empty());
  CHECK_FALSE(none.no_push.has_value());
  CHECK(none.ref == "refs/heads/main");
}

TEST_CASE("remote_branch: the tracking ref is where the remote's own refspec puts it") {
  CHECK(branch_of({{"remote.o.url", "/o"}}).tracking_ref == "refs/remotes/o/main");
  CHECK(branch_of({{"remote.o.url", "/o"}, {"remote.o.fetch", "+refs/heads/*:refs/remotes/elsewhere/*"}})
            .tracking_ref == "refs/remotes/elsewhere/main");
  // git clone --mirror: `git push` would push any other ref.
  CHECK(branch_of({{"remote.o.url", "/o"}, {"remote.o.fetch", "+refs/*:refs/*"}}).tracking_ref ==
        "refs/heads/main");
  CHECK(branch_of({{"remote.o.url", "/o"}, {"remote.o.mirror", "true"}}).tracking_ref == "refs/heads/main");
}

TEST_CASE("remote_branch: what is chosen first") {
  const Entries two{
      {"remote.a.url", "/a"}, {"remote.origin.url", "/origin"}, {"remote.origin.pushurl", "/push"}};
  CHECK(branch_of(two).push_url == "/push");
  CHECK(branch_of(two).fetch_url == "/origin");
  Entries more = two;
  more.emplace_back("branch.main.remote", "a");
  CHECK(branch_of(more).push_url == "/a");
  CHECK(branch_of(more, "other").push_url == "/push");
  more.emplace_back("remote.pushdefault", "origin");
  CHECK(branch_of(more).push_url == "/push");
  more.emplace_back("branch.main.pushremote", "a");
  CHECK(branch_of(more).push_url == "/a");
}

TEST_CASE("remote_branch: names with dots and capitals") {
  const RemoteBranch found =
      branch_of({{"remote.My.Remote.url", "/r"}, {"branch.Rel/1.0.remote", "My.Remote"}}, "Rel/1.0");
  CHECK(found.remote == "My.Remote");
  CHECK(found.tracking_ref == "refs/remotes/My.Remote/Rel/1.0");
}

TEST_CASE("remote_branch: what cannot be pushed says what to set") {
  const auto refused = [](const Entries& entries, const std::string& message) {
    const RemoteBranch found = branch_of(entries);
    REQUIRE(found.no_push.has_value());
    CHECK(found.no_push->message() == message);
    CHECK_FALSE(found.no_push->hint().empty());
  };
  refused({{"remote.o.pushurl", "/o"}}, "the remote o has no URL");
  refused({{"remote.o.url", "/o"}, {"remote.o.url", "/p"}},
          "the remote o has 2 URLs to push to, and a release goes to one");
  refused({{"remote.o.url", "/o"}, {"branch.main.remote", "https://me:secret@host/x.git"}},
          "the branch main is to be pushed to https://me:***@host/x.git, which is no remote of the clone");
}
