#include <fstream>

#include <doctest/doctest.h>
#include <unistd.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/process.hpp"
#include "tests/support/servers.hpp"
#include "tests/unit/gitops/repo_fixture.hpp"

using namespace gimlet;
using namespace gimlet::gitops;
using namespace gimlet::gitops::test;
namespace fs = std::filesystem;

namespace {

PublishOptions local() {
  PublishOptions options;
  options.push = false;
  return options;
}

Edit edit_of(Edit::Kind kind, const std::string& path) {
  Edit edit;
  edit.kind = kind;
  edit.path = path;
  return edit;
}

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

}  // namespace

TEST_CASE("publish: the first commit of an empty repository") {
  Site site;
  for (const bool bare : {true, false}) {
    CAPTURE(bare);
    const fs::path path = site.folder.path() / (bare ? "bare.git" : "tree");
    git(site.folder.path(),
        bare ? std::vector<std::string>{"init", "-q", "-b", "main", "--bare", path.string()}
             : std::vector<std::string>{"init", "-q", "-b", "main", path.string()});
    const auto repo = site.open(path);
    CHECK(repo->tip(true)->commit().empty());
    CHECK(repo->tip(false)->list("").empty());
    const auto published = repo->publish(write_plan("a/b", "x\n"), {});
    CHECK(published.tip_before.empty());
    CHECK(published.pushed_to.empty());
    CHECK(repo->tip(false)->read_file("a/b") == "x\n");
    CHECK(git(path, {"rev-parse", "refs/heads/main"}) == published.tip_after);
    if (!bare) CHECK(read_file(path / "a/b") == "x\n");
    CHECK(git(path, {"fsck", "--strict", "--no-dangling"}).empty());
  }
}

TEST_CASE("publish: a clone's commit reaches the remote, the branch, the index and the working tree") {
  Site site;
  site.remote_commit({{"staging/web/a.yaml", "a\n"}, {"README.md", "hello\n"}});
  const auto path = site.clone("tree");
  const auto published = site.open(path)->publish(write_plan("staging/web/b.yaml", "b\n"), {});
  CHECK_FALSE(published.pushed_to.empty());
  CHECK(site.remote_tip() == published.tip_after);
  CHECK(git(path, {"rev-parse", "HEAD"}) == published.tip_after);
  CHECK(git(path, {"rev-parse", "origin/main"}) == published.tip_after);
  CHECK(read_file(path / "staging/web/b.yaml") == "b\n");
  CHECK(git(path, {"status", "--porcelain"}).empty());
  CHECK(git(path, {"for-each-ref", "refs/gimlet"}).empty());
}

TEST_CASE("publish: what the remote has taken is no failure where its tracking ref cannot follow") {
  Site site;
  site.remote_commit({{"README", "x"}});
  const fs::path path = site.clone("bare", {"--bare"});
  site.create_branch = true;
  const auto repo = site.open(path, "team/a");  // not there yet, here or there
  site.folder.write("bare/refs/remotes/origin/team", site.remote_tip() + "\n");
  const Published published = release(*repo, "staging", "web", "org/web-1");
  CHECK_FALSE(published.pushed_to.empty());
  CHECK(git(site.remote, {"rev-parse", "team/a"}) == published.tip_after);
  CHECK(git(path, {"rev-parse", "refs/heads/team/a"}) == published.tip_after);
  REQUIRE(site.warnings.size() == 1);
  CHECK(
      contains(site.warnings.front(), "the push was accepted, but cannot create refs/remotes/origin/team/a"));
  CHECK(git(path, {"for-each-ref", "refs/gimlet"}).empty());
}

TEST_CASE("publish: where the new commit cannot be kept from git's gc, nothing is pushed") {
  Site site;
  const std::string before = site.remote_commit({{"README", "x"}});
  const fs::path path = site.clone("bare", {"--bare"});
  site.folder.write("bare/refs/gimlet/push/" + std::to_string(::getpid()) + ".lock", "");
  const Error error = error_of([&] { release(*site.open(path), "staging", "web", "org/web-1"); });
  CHECK(error.code() == ErrorCode::conflict);
  CHECK(contains(error.message(), "cannot keep the new commit"));
  CHECK(site.remote_tip() == before);
}

TEST_CASE("publish: what others pushed meanwhile comes along") {
  Site site;
  site.remote_commit({{"staging/web/a.yaml", "a\n"}, {"staging/old/x", "x\n"}});
  const auto path = site.clone("tree");
  site.remote_commit({{"staging/other/c.yaml", "c\n"}, {"staging/old/x", ""}});
  CHECK_FALSE(site.open(path)->publish(write_plan("staging/web/b.yaml", "b\n"), {}).pushed_to.empty());
  CHECK(read_file(path / "staging/other/c.yaml") == "c\n");
  CHECK_FALSE(fs::exists(path / "staging/old"));
  CHECK(git(path, {"status", "--porcelain"}).empty());
}

TEST_CASE("publish: unpushed commits of the user's go along") {
  Site site;
  site.remote_commit({{"a", "a\n"}});
  const auto path = site.clone("tree");
  const auto mine = site.commit(path, {{"mine", "m\n"}});
  const auto published = site.open(path)->publish(write_plan("b", "b\n"), {});
  CHECK(published.tip_before == mine);
  CHECK(site.remote_tip() == published.tip_after);
}

TEST_CASE("publish: a branch that diverged is a conflict with a hint") {
  Site site;
  site.remote_commit({{"a", "a\n"}});
  const auto path = site.clone("tree");
  const auto mine = site.commit(path, {{"mine", "m\n"}});
  const auto theirs = site.remote_commit({{"theirs", "t\n"}});
  const auto repo = site.open(path);
  const Error error = error_of([&] { repo->publish(write_plan("b", "b\n"), {}); });
  CHECK(error.code() == ErrorCode::conflict);
  CHECK(contains(error.hint(), "rebase"));
  CHECK(site.remote_tip() == theirs);
  CHECK(git(path, {"rev-parse", "HEAD"}) == mine);
  CHECK(repo->tip(true)->commit() == theirs);
}

TEST_CASE("publish: nothing to do makes no commit") {
  Site site;
  const auto tip = site.remote_commit({{"a", "a\n"}});
  const auto repo = site.open(site.clone("bare", {"--bare"}));
  const auto published = repo->publish(write_plan("a", "a\n"), {});
  REQUIRE(published.commits.size() == 1);
  CHECK_FALSE(published.commits[0].changed);
  CHECK(published.tip_after == tip);
  CHECK(site.remote_tip() == tip);
  CHECK(repo->publish([](const Snapshot&) { return std::vector<Change>{}; }, {}).commits.empty());
}

TEST_CASE("publish: several changes are a chain of commits") {
  Site site;
  const auto tip = site.remote_commit({{"a", "a\n"}});
  const auto path = site.clone("bare", {"--bare"});
  git(path, {"config", "user.name", "Clone User"});
  git(path, {"config", "user.email", "clone@example.com"});
  const auto published = site.open(path)->publish(
      [](const Snapshot& snapshot) {
        auto changes = write_plan("x/1", "1\n")(snapshot);
        changes.push_back(write_plan("a", "a\n")(snapshot)[0]);
        changes.push_back(write_plan("x/2", "2\n")(snapshot)[0]);
        return changes;
      },
      {});
  REQUIRE(published.commits.size() == 3);
  CHECK_FALSE(published.commits[1].changed);
  CHECK(git(site.remote, {"rev-parse", "main~1"}) == published.commits[0].id);
  CHECK(git(site.remote, {"rev-parse", "main~2"}) == tip);
  CHECK(git(site.remote, {"ls-tree", "-r", "--name-only", "main"}) == "a\nx/1\nx/2");
  CHECK(git(site.remote, {"log", "-1", "--format=%an <%ae> %s"}) == "Any Body <any@example.com> write x/2");
  CHECK(git(site.remote, {"log", "-1", "--format=%cn <%ce>"}) == "Clone User <clone@example.com>");
}

TEST_CASE("publish: a dry run shows the diff and leaves nothing behind") {
  Site site;
  const auto tip = site.remote_commit({{"a", "a\n"}});
  const auto path = site.clone("bare", {"--bare"});
  const auto before = git(path, {"count-objects", "-v"});
  PublishOptions options;
  options.dry_run = true;
  options.diff = true;
  const auto published = site.open(path)->publish(write_plan("a", "b\n"), options);
  CHECK(published.commits.at(0).changed);
  CHECK(published.commits.at(0).id.empty());
  CHECK(contains(published.diff, "-a\n+b\n"));
  CHECK(git(path, {"count-objects", "-v"}) == before);
  CHECK(site.remote_tip() == tip);
  CHECK(git(path, {"rev-parse", "main"}) == tip);
}

TEST_CASE("publish: local changes in the way are a conflict, and nothing is written") {
  Site site;
  const auto tip = site.remote_commit({{"e/a", "a\n"}, {"other", "o\n"}});
  const auto path = site.clone("tree");
  const auto conflict_on = [&](const std::string& file) {
    const Error error = error_of([&] { site.open(path)->publish(write_plan(file, "new\n"), {}); });
    CHECK(error.code() == ErrorCode::conflict);
    CHECK(site.remote_tip() == tip);
    CHECK(git(path, {"rev-parse", "HEAD"}) == tip);
    return error.message();
  };
  SUBCASE("a modified file") {
    site.folder.write("tree/e/a", "mine\n");
    CHECK(contains(conflict_on("e/a"), "e/a"));
    CHECK(read_file(path / "e/a") == "mine\n");
  }
  SUBCASE("a deleted file") {
    fs::remove(path / "e/a");
    conflict_on("e/a");
  }
  SUBCASE("a staged file") {
    site.folder.write("tree/e/a", "mine\n");
    git(path, {"add", "e/a"});
    site.folder.write("tree/e/a", "a\n");
    conflict_on("e/a");
  }
  SUBCASE("an untracked file") {
    site.folder.write("tree/e/new", "mine\n");
    conflict_on("e/new");
    CHECK(read_file(path / "e/new") == "mine\n");
  }
  SUBCASE("an untracked file where a folder must be") {
    site.folder.write("tree/f", "mine\n");
    conflict_on("f/new");
  }
  SUBCASE("a symbolic link where a folder must be") {
    fs::create_directory_symlink(site.folder.path(), path / "f");
    conflict_on("f/new");
    CHECK_FALSE(fs::exists(site.folder.path() / "new"));
  }
  SUBCASE("a locked index") {
    site.folder.write("tree/.git/index.lock", "");
    CHECK(contains(conflict_on("e/a"), "index.lock"));
  }
}

TEST_CASE("publish: local changes elsewhere are left alone") {
  Site site;
  site.remote_commit({{"e/a", "a\n"}, {"e/b", "b\n"}, {"staged", "s\n"}});
  const auto path = site.clone("tree");
  site.folder.write("tree/e/b", "mine\n");
  site.folder.write("tree/e/untracked", "mine\n");
  site.folder.write("tree/staged", "mine\n");
  git(path, {"add", "staged"});
  CHECK_FALSE(site.open(path)->publish(write_plan("e/a", "new\n"), {}).pushed_to.empty());
  CHECK(read_file(path / "e/a") == "new\n");
  CHECK(git(path, {"status", "--porcelain"}) == "M e/b\nM  staged\n?? e/untracked");
}

TEST_CASE("publish: a hook's refusal reaches the user and changes nothing") {
  Site site;
  const auto tip = site.remote_commit({{"a", "a\n"}});
  const auto path = site.clone("tree");
  site.refuse_pushes("the freeze is on");
  const Error error = error_of([&] { site.open(path)->publish(write_plan("a", "b\n"), {}); });
  CHECK(error.code() == ErrorCode::denied);
  CHECK(contains(error.message(), "the freeze is on"));
  CHECK(site.remote_tip() == tip);
  CHECK(git(path, {"rev-parse", "HEAD", "origin/main"}) == tip + "\n" + tip);
  CHECK(read_file(path / "a") == "a\n");
  CHECK(git(path, {"for-each-ref", "refs/gimlet"}).empty());
}

TEST_CASE("publish: a remote that moves between fetch and push is planned for again") {
  Site site;
  site.remote_commit({{"a", "a\n"}});
  const auto path = site.clone("bare", {"--bare"});
  int plans = 0;
  const auto published = site.open(path)->publish(
      [&](const Snapshot& tip) {
        if (++plans == 1) site.remote_commit({{"theirs", "t\n"}});
        return write_plan("count", std::to_string(tip.list("").size()))(tip);
      },
      {});
  CHECK(published.attempts == 2);
  CHECK(git(site.remote, {"show", "main:count"}) == "2");
  CHECK(site.remote_tip() == published.tip_after);
}

TEST_CASE("publish: a remote that keeps moving is a conflict after the deadline") {
  Site site;
  site.remote_commit({{"a", "a\n"}});
  const auto path = site.clone("bare", {"--bare"});
  int plans = 0;
  PublishOptions options;
  options.deadline_ms = 300;
  const Error error = error_of([&] {
    site.open(path)->publish(
        [&](const Snapshot& tip) {
          site.remote_commit({{"theirs", std::to_string(++plans)}});
          return write_plan("mine", "m\n")(tip);
        },
        options);
  });
  CHECK(error.code() == ErrorCode::conflict);
  CHECK(git(site.remote, {"ls-tree", "--name-only", "main"}) == "a\ntheirs");
}

TEST_CASE("publish: a symbolic link or a file where a folder must be is bad input") {
  Site site;
  const auto scratch = site.clone("scratch");
  fs::create_directory_symlink("..", scratch / "staging");
  const auto tip = site.commit(scratch, {{"production", "a file\n"}});
  git(scratch, {"push", "-q", "origin", "HEAD:main"});
  const auto repo = site.open(site.clone("bare", {"--bare"}));
  for (const std::string env : {"staging", "production"}) {
    CAPTURE(env);
    Edit edit = edit_of(Edit::Kind::replace_folder, env + "/web");
    edit.files = {{"x", "x\n"}};
    const Error error = error_of([&] {
      repo->publish([&](const Snapshot&) { return std::vector<Change>{{{edit}, "m", anybody()}}; }, {});
    });
    CHECK(error.code() == ErrorCode::bad_input);
    CHECK(contains(error.message(), env));
    edit.path = env;
    CHECK(error_of([&] {
            repo->publish([&](const Snapshot&) { return std::vector<Change>{{{edit}, "m", anybody()}}; }, {});
          }).code() == ErrorCode::bad_input);
    CHECK_FALSE(repo->tip(false)->read_file(env + "/web/x"));
    CHECK(repo->tip(false)->list(env).empty());
  }
  CHECK_FALSE(repo->tip(false)->read_file("staging"));
  CHECK(site.remote_tip() == tip);
}

TEST_CASE("publish: hostile paths never reach a tree") {
  Site site;
  const auto tip = site.remote_commit({{"a", "a\n"}});
  const auto repo = site.open(site.clone("bare", {"--bare"}));
  for (const std::string path :
       {"../x", "a/../../x", "/etc/passwd", ".git/hooks/x", ".GIT/x", "git~1/x", "a//b", "", "a/.git./x",
        ".g\xE2\x80\x8Cit/x", "a\\b", "a\nb", "a/\xff", "x/"}) {
    CAPTURE(path);
    CHECK(error_of([&] { repo->publish(write_plan(path, "x\n"), {}); }).code() == ErrorCode::bad_input);
    Edit edit = edit_of(Edit::Kind::replace_folder, "f");
    edit.files[path] = "x\n";
    CHECK(error_of([&] {
            repo->publish([&](const Snapshot&) { return std::vector<Change>{{{edit}, "m", anybody()}}; }, {});
          }).code() == ErrorCode::bad_input);
  }
  CHECK(site.remote_tip() == tip);
}

TEST_CASE("publish: edits in their order") {
  Site site;
  site.remote_commit({{"e/a/1", "1\n"}, {"e/a/2", "2\n"}, {"e/b/1", "1\n"}, {"f", "f\n"}});
  const auto repo = site.open(site.clone("bare", {"--bare"}));
  const auto old = repo->tip(false)->entry("e/a")->id;
  std::vector<Edit> edits;
  edits.push_back(edit_of(Edit::Kind::replace_folder, "e/a"));
  edits.back().files = {{"3", "3\n"}};
  edits.push_back(edit_of(Edit::Kind::write_file, "e/a/4"));
  edits.back().content = "4\n";
  edits.push_back(edit_of(Edit::Kind::restore_folder, "e/c"));
  edits.back().tree = old;
  edits.push_back(edit_of(Edit::Kind::remove, "e/b"));
  edits.push_back(edit_of(Edit::Kind::remove, "nowhere/at/all"));
  repo->publish([&](const Snapshot&) { return std::vector<Change>{{edits, "m", anybody()}}; }, local());
  const auto tip = repo->tip(false);
  CHECK(tip->list("e/a").size() == 2);
  CHECK(tip->read_file("e/a/4") == "4\n");
  CHECK(tip->entry("e/c")->id == old);
  CHECK_FALSE(tip->entry("e/b"));
  CHECK_FALSE(tip->entry("nowhere"));
  CHECK(tip->entry("f")->kind == Entry::Kind::file);
}

TEST_CASE(
    "publish: files that a killed write left behind follow at the next write, and what was changed since "
    "stays") {
  Site site;
  site.remote_commit(
      {{"staging/web/a.yaml", "a\n"}, {"staging/web/b.yaml", "b\n"}, {"staging/web/gone", "g\n"}});
  const auto path = site.clone("tree");
  const auto before = git(path, {"rev-parse", "HEAD^{tree}"});
  const auto plan = [](const std::string& folder, const std::map<std::string, std::string>& files) -> Plan {
    return [=](const Snapshot&) {
      Edit edit = edit_of(Edit::Kind::replace_folder, folder);
      edit.files = files;
      return std::vector<Change>{{{edit}, "change\n", anybody()}};
    };
  };
  const std::map<std::string, std::string> after = {{"a.yaml", "A\n"}, {"b.yaml", "B\n"}, {"new", "n\n"}};
  site.open(path)->publish(plan("staging/web", after), {});
  const auto tree = git(path, {"rev-parse", "HEAD^{tree}"});
  CHECK_FALSE(fs::exists(path / ".git/gimlet-sync"));

  // As it is when the branch moved and the process died: the files and the index are those before, but for
  // one that was written already and one that the user edited since.
  git(path, {"read-tree", "-m", "-u", before});
  site.folder.write("tree/staging/web/a.yaml", "A\n");
  site.folder.write("tree/staging/web/b.yaml", "mine\n");
  site.folder.write("tree/.git/gimlet-sync", before + " " + tree + "\n");
  site.open(path)->publish(plan("staging/other", {{"x", "x\n"}}), {});
  CHECK(git(path, {"status", "--porcelain"}) == "M staging/web/b.yaml");
  CHECK(read_file(path / "staging/web/b.yaml") == "mine\n");
  CHECK(read_file(path / "staging/web/new") == "n\n");
  CHECK(read_file(path / "staging/other/x") == "x\n");
  CHECK_FALSE(fs::exists(path / "staging/web/gone"));
  CHECK_FALSE(fs::exists(path / ".git/gimlet-sync"));
  CHECK(site.warnings.size() == 1);

  // One that died while it wrote a file leaves the beginning of it: nobody's change.
  const auto now = git(path, {"rev-parse", "HEAD^{tree}"});
  git(path, {"checkout", "-q", "--", "."});
  site.open(path)->publish(
      plan("staging/web", {{"a.yaml", "first\n"}, {"b.yaml", std::string("second\0\n", 8)}}), {});
  const auto later = git(path, {"rev-parse", "HEAD^{tree}"});
  git(path, {"read-tree", "-m", "-u", now});
  site.folder.write("tree/staging/web/a.yaml", "");
  site.folder.write("tree/staging/web/b.yaml", "sec");
  site.folder.write("tree/.git/gimlet-sync", now + " " + later + "\n");
  site.open(path)->publish(plan("staging/other", {{"x", "z\n"}}), {});
  CHECK(git(path, {"status", "--porcelain"}).empty());
  CHECK(read_file(path / "staging/web/a.yaml") == "first\n");
  CHECK(read_file(path / "staging/web/b.yaml") == std::string("second\0\n", 8));
  CHECK(site.warnings.size() == 1);

  // What could not be done stays noted.
  git(path, {"read-tree", "-m", "-u", now});
  const auto tip = git(path, {"rev-parse", "HEAD^{tree}"});
  site.folder.write("tree/.git/gimlet-sync", now + " " + tip + "\n");
  site.folder.write("tree/.git/index.lock", "");
  const auto again = plan("staging/other", {{"x", "more\n"}});
  CHECK(contains(error_of([&] { site.open(path)->publish(again, {}); }).message(), "the index is locked"));
  fs::remove(path / ".git/index.lock");
  site.open(path)->publish(again, {});
  CHECK(git(path, {"status", "--porcelain"}).empty());

  // A note of a write whose branch never moved means nothing.
  site.folder.write("tree/.git/gimlet-sync", tree + " " + before + "\n");
  git(path, {"checkout", "-q", "--", "."});
  site.open(path)->publish(plan("staging/other", {{"x", "y\n"}}), {});
  CHECK(git(path, {"status", "--porcelain"}).empty());
}

TEST_CASE("publish: commits are signed where git is configured to, and git accepts the signature") {
  Site site;
  site.remote_commit({{"a", "a\n"}});
  const auto path = site.clone("bare.git", {"--bare"});
  const auto key = site.folder.path() / "key";
  REQUIRE(
      run_process({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", key.string()}).ok());
  const std::string public_key = read_file(key.string() + ".pub");
  site.folder.write("signers", "gimlet@localhost " + public_key);
  git(path, {"config", "commit.gpgSign", "true"});
  git(path, {"config", "gpg.format", "ssh"});
  git(path, {"config", "user.signingKey", key.string()});
  git(path, {"config", "gpg.ssh.allowedSignersFile", (site.folder.path() / "signers").string()});
  const auto published = site.open(path)->publish(write_plan("b", "b\n"), {});
  CHECK_NOTHROW(git(path, {"verify-commit", published.tip_after}));
  CHECK(git(path, {"log", "-1", "--format=%G?", published.tip_after}) == "G");

  git(path, {"config", "user.signingKey", (site.folder.path() / "none").string()});
  const Error error = error_of([&] { site.open(path)->publish(write_plan("c", "c\n"), {}); });
  CHECK(error.code() == ErrorCode::failed);
  CHECK(contains(error.message(), "cannot sign the commit: ssh-keygen"));
  CHECK(site.remote_tip() == published.tip_after);
}

TEST_CASE("publish: a key of gpg signs, too") {
  if (!find_program("gpg")) return;
  Site site;
  site.remote_commit({{"a", "a\n"}});
  const auto path = site.clone("bare.git", {"--bare"});
  const auto home = site.folder.path() / "gnupg";
  make_private_folders(home);
  const gimlet::test::ScopedVariable variable("GNUPGHOME", home.string());
  REQUIRE(run_process({"gpg", "--batch", "--quiet", "--passphrase", "", "--quick-gen-key",
                       "Gimlet <gimlet@localhost>", "ed25519", "sign"})
              .ok());
  git(path, {"config", "commit.gpgSign", "true"});
  git(path, {"config", "user.signingKey", "gimlet@localhost"});
  const auto published = site.open(path)->publish(write_plan("b", "b\n"), {});
  CHECK(git(path, {"log", "-1", "--format=%G?", published.tip_after}) == "G");
  run_process({"gpgconf", "--homedir", home.string(), "--kill", "all"});
}
