#include <doctest/doctest.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/hash.hpp"
#include "tests/unit/gitops/repo_fixture.hpp"

using namespace gimlet;
using namespace gimlet::gitops;
using namespace gimlet::gitops::test;
namespace fs = std::filesystem;

namespace {

template <class Fn>
Error error_of(Fn&& fn) {
  try {
    fn();
  } catch (const Error& error) {
    return error;
  }
  FAIL("no error");
  return {ErrorCode::failed, ""};
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string url_of(const Site& site) {
  return "file://" + site.remote.string();
}

}  // namespace

TEST_CASE("open: a path that is no repository, or not there") {
  Site site;
  site.folder.write("plain/file", "x");
  CHECK(error_of([&] { site.open(site.folder.path() / "plain"); }).code() == ErrorCode::bad_input);
  CHECK(error_of([&] { site.open(site.folder.path() / "plain/file"); }).code() == ErrorCode::bad_input);
  CHECK(error_of([&] { site.open(site.folder.path() / "nowhere"); }).code() == ErrorCode::not_found);
  CHECK(error_of([&] { site.open(""); }).code() == ErrorCode::bad_input);
}

TEST_CASE("open: a folder inside a clone is not the clone") {
  Site site;
  site.remote_commit({{"staging/web/a", "a\n"}});
  const auto path = site.clone("tree");
  CHECK(error_of([&] { site.open(path / "staging"); }).code() == ErrorCode::bad_input);
}

TEST_CASE("open: sha256 repositories are refused in words") {
  Site site;
  const auto path = site.folder.path() / "sha256";
  git(site.folder.path(), {"init", "-q", "--object-format=sha256", path.string()});
  const Error error = error_of([&] { site.open(path); });
  CHECK(error.code() == ErrorCode::bad_input);
  CHECK(contains(error.message(), "sha256"));
}

TEST_CASE("open: a detached HEAD needs a branch, and then works on it") {
  Site site;
  site.remote_commit({{"a", "a\n"}});
  const auto path = site.clone("tree");
  git(path, {"checkout", "-q", "--detach"});
  const Error error = error_of([&] { site.open(path); });
  CHECK(error.code() == ErrorCode::bad_input);
  CHECK(contains(error.hint(), "--gitops-branch"));
  const auto published = site.open(path, "main")->publish(write_plan("b", "b\n"), {});
  CHECK(site.remote_tip() == published.tip_after);
  CHECK(git(path, {"rev-parse", "main"}) == published.tip_after);
  CHECK_FALSE(fs::exists(path / "b"));
  CHECK(git(path, {"status", "--porcelain"}).empty());
}

TEST_CASE("open: a branch that is not checked out, one that is not here yet, and one that cannot be") {
  Site site;
  site.remote_commit({{"a", "a\n"}});
  const auto path = site.clone("tree");
  git(path, {"push", "-q", "origin", "main:next"});
  const auto repo = site.open(path, "next");
  CHECK(repo->tip(false)->read_file("a") == "a\n");
  CHECK_FALSE(repo->publish(write_plan("b", "b\n"), {}).pushed_to.empty());
  CHECK(git(site.remote, {"show", "next:b"}) == "b");
  CHECK_FALSE(fs::exists(path / "b"));
  CHECK(error_of([&] { site.open(path, "brand/new")->tip(false); }).code() == ErrorCode::not_found);
  site.create_branch = true;
  CHECK_FALSE(site.open(path, "brand/new")->publish(write_plan("c", "c\n"), {}).pushed_to.empty());
  CHECK(git(site.remote, {"show", "brand/new:c"}) == "c");
  CHECK(error_of([&] { site.open(path, "a..b"); }).code() == ErrorCode::bad_input);
}

TEST_CASE("open: a linked working tree is brought up to date, another one's branch is left alone") {
  Site site;
  site.remote_commit({{"a", "a\n"}});
  const auto path = site.clone("tree");
  const auto linked = site.folder.path() / "linked";
  git(path, {"worktree", "add", "-q", "-b", "side", linked.string()});
  CHECK_FALSE(site.open(linked)->publish(write_plan("b", "b\n"), {}).pushed_to.empty());
  CHECK(read_file(linked / "b") == "b\n");
  CHECK(git(linked, {"status", "--porcelain"}).empty());
  CHECK_FALSE(fs::exists(path / "b"));
  const Error error = error_of([&] { site.open(path, "side")->publish(write_plan("c", "c\n"), {}); });
  CHECK(error.code() == ErrorCode::conflict);
  CHECK(git(site.remote, {"ls-tree", "--name-only", "side"}) == "a\nb");
}

TEST_CASE("open: a shallow clone writes, and knows the history it has") {
  Site site;
  site.remote_commit({{"staging/web/a", "1\n"}});
  site.remote_commit({{"staging/web/a", "2\n"}});
  const auto edge = site.remote_commit({{"staging/web/a", "3\n"}});
  const auto path = site.clone("shallow", {"--depth=1"});
  const auto repo = site.open(path);
  site.remote_commit({{"other", "o\n"}});
  const auto published = repo->publish(write_plan("staging/web/b", "b\n"), {});
  CHECK(site.remote_tip() == published.tip_after);
  CHECK(read_file(path / "other") == "o\n");
  std::vector<std::string> seen;
  repo->walk(published.tip_after, [&](const CommitInfo& info) {
    seen.push_back(info.id);
    return true;
  });
  CHECK(seen.size() >= 3);
  CHECK(seen.back() == edge);
  std::vector<std::string> changed;
  repo->walk_changes(published.tip_after, {"staging"}, [&](const CommitInfo& info, const auto&) {
    changed.push_back(info.id);
    return true;
  });
  CHECK(changed == std::vector<std::string>{published.tip_after});
  REQUIRE_FALSE(site.warnings.empty());
  CHECK(contains(site.warnings.front(), "shallow"));
}

TEST_CASE("open: a partial clone fetches what it lacks") {
  Site site;
  git(site.remote, {"config", "uploadpack.allowFilter", "true"});
  git(site.remote, {"config", "uploadpack.allowAnySHA1InWant", "true"});
  const auto first = site.remote_commit({{"staging/web/a", "1\n"}});
  site.remote_commit({{"staging/web/a", "2\n"}});
  const auto path = site.clone("partial.git", {"--bare", "--filter=blob:none"});
  const auto repo = site.open(path);
  CHECK_FALSE(repo->publish(write_plan("staging/web/b", "b\n"), {}).pushed_to.empty());
  CHECK(repo->at(first)->read_file("staging/web/a") == "1\n");
  CHECK(git(site.remote, {"show", "main:staging/web/b"}) == "b");
}

TEST_CASE("open: a URL is kept as a mirror") {
  Site site;
  git(site.remote, {"symbolic-ref", "HEAD", "refs/heads/trunk"});
  const auto scratch = site.clone("scratch");
  site.commit(scratch, {{"a", "a\n"}});
  git(scratch, {"push", "-q", "origin", "HEAD:trunk"});
  const auto repo = open_repo(url_of(site), site.options());
  CHECK(repo->branch() == "trunk");
  CHECK(repo->tip(false)->read_file("a") == "a\n");
  const auto published = repo->publish(write_plan("b", "b\n"), {});
  CHECK_FALSE(published.pushed_to.empty());
  CHECK(git(site.remote, {"rev-parse", "trunk"}) == published.tip_after);
  site.commit(scratch, {{"c", "c\n"}});
  git(scratch, {"pull", "-q", "--rebase", "origin", "trunk"});
  git(scratch, {"push", "-q", "origin", "HEAD:trunk"});
  const auto again = open_repo(url_of(site), site.options());
  CHECK_FALSE(again->tip(false)->read_file("c"));
  CHECK(again->tip(true)->read_file("c") == "c\n");
  CHECK_FALSE(again->publish(write_plan("d", "d\n"), {}).pushed_to.empty());
  std::size_t mirrors = 0;
  for (const auto& entry : fs::directory_iterator(site.folder.path() / "cache/mirrors")) {
    if (entry.is_directory()) ++mirrors;
  }
  CHECK(mirrors == 1);
  PublishOptions no_push;
  no_push.push = false;
  CHECK(error_of([&] { again->publish(write_plan("e", "e\n"), no_push); }).code() == ErrorCode::usage);
}

TEST_CASE("open: a URL of an empty remote, and of none") {
  Site site;
  const auto repo = open_repo(url_of(site), site.options());
  CHECK(repo->tip(true)->commit().empty());
  CHECK_FALSE(repo->publish(write_plan("a", "a\n"), {}).pushed_to.empty());
  CHECK(git(site.remote, {"show", "main:a"}) == "a");
  CHECK(error_of([&] { open_repo("file:///nowhere/at/all", site.options()); }).code() == ErrorCode::failed);
}

TEST_CASE("open: secrets of a URL are shown nowhere") {
  Site site;
  const auto path = site.clone("bare", {"--bare"});
  git(path, {"remote", "set-url", "origin", "https://user:s3cret@127.0.0.1:1/x.git"});
  const auto repo = site.open(path);
  CHECK(repo->remote_url() == "https://user:***@127.0.0.1:1/x.git");
  const Error error = error_of([&] { static_cast<void>(repo->tip(true)); });
  CHECK_FALSE(contains(error.str() + error.hint(), "s3cret"));
}

TEST_CASE("open: a remote's branch that was deleted is made again") {
  Site site;
  site.remote_commit({{"a", "a\n"}});
  const auto path = site.clone("bare", {"--bare"});
  git(site.remote, {"update-ref", "-d", "refs/heads/main"});
  CHECK_FALSE(site.open(path)->publish(write_plan("b", "b\n"), {}).pushed_to.empty());
  CHECK(git(site.remote, {"ls-tree", "--name-only", "main"}) == "a\nb");
}

TEST_CASE("open: commits by prefix") {
  Site site;
  const auto id = site.remote_commit({{"a", "a\n"}});
  const auto repo = site.open(site.clone("bare", {"--bare"}));
  CHECK(repo->resolve_commit(id) == id);
  CHECK(repo->resolve_commit(id.substr(0, 7)) == id);
  const auto blob = git(site.remote, {"rev-parse", "main:a"});
  for (const std::string& wrong : {std::string("abc"), std::string("xyz1234"), std::string("0000000"), blob,
                                   blob.substr(0, 10), id + "0", std::string()}) {
    CAPTURE(wrong);
    CHECK(error_of([&] { static_cast<void>(repo->resolve_commit(wrong)); }).code() == ErrorCode::not_found);
  }
  CHECK(error_of([&] { static_cast<void>(repo->at(std::string(40, '0'))); }).code() == ErrorCode::not_found);
}

TEST_CASE("open: a commit whose prefix other objects share is still found") {
  Site site;
  const auto id = site.remote_commit({{"a", "a\n"}});
  const auto path = site.clone("bare", {"--bare"});
  // Blobs until one shares the commit's first four digits.
  const auto repo = site.open(path);
  std::string prefix;
  for (int i = 0; i < 400'000 && prefix.empty(); ++i) {
    const auto content = std::to_string(i);
    std::string object = "blob " + std::to_string(content.size());
    object += '\0';
    object += content;
    const std::string hash = sha1_hex(object);
    if (!hash.starts_with(id.substr(0, 4))) continue;
    CHECK(git(path, {"hash-object", "-w", "--stdin"}, content) == hash);
    prefix = id.substr(0, 4);
  }
  REQUIRE_FALSE(prefix.empty());
  CHECK(site.open(path)->resolve_commit(prefix) == id);
}
