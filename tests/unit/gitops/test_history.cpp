#include <cstring>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "gitops/records/history.hpp"
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

std::vector<ReleaseRecord> list(Repo& repo, const std::string& env, const std::string& app) {
  const auto tip = repo.tip(false);
  HistoryQuery query;
  query.targets = {{env, app}};
  query.limit = 0;
  return history(repo, *tip, read_layout(*tip), query);
}

// "release:a2 rollback:a1 release:a2! …": newest first, "!" for rolled back.
std::string story(Repo& repo, const std::string& env, const std::string& app) {
  std::string text;
  for (const auto& record : list(repo, env, app)) {
    if (!text.empty()) text += ' ';
    text += to_string(record.kind);
    if (!record.release.artifact_id.empty()) text += ":" + record.release.artifact_id;
    if (record.release.rolled_back) text += '!';
  }
  return text;
}

RollbackTarget to_commit(const std::string& id) {
  return {RollbackTarget::Kind::commit, id};
}
RollbackTarget to_artifact(const std::string& id) {
  return {RollbackTarget::Kind::artifact, id};
}
RollbackTarget to_previous() {
  return {RollbackTarget::Kind::previous, ""};
}

// A bare clone of a remote that holds two environments.
struct Released : Site {
  Released() {
    remote_commit(
        {{"README.md", "hello\n"}, {"production/db/manifest.yaml", "db\n"}, {".gimlet/notes", "n\n"}});
    path = clone("bare", {"--bare"});
    repo = open(path);
  }
  std::string release(const std::string& artifact, const std::string& app = "web",
                      const std::string& env = "staging") {
    return gitops::test::release(*repo, env, app, artifact).tip_after;
  }
  std::string live(const std::string& app = "web") const {
    return repo->tip(false)->read_file("staging/" + app + "/manifest.yaml").value_or("");
  }

  fs::path path;
  std::unique_ptr<Repo> repo;
};

}  // namespace

TEST_CASE("release: only the app's subtree and the env's release.json change") {
  Released site;
  site.release("a1", "other");
  const auto before = site.release("a1");
  const auto after = site.release("a2");
  for (const std::string path : {"README.md", "production", ".gimlet", "staging/other"}) {
    CAPTURE(path);
    CHECK(tree_id(site.remote, before, path) == tree_id(site.remote, after, path));
  }
  CHECK(git(site.remote, {"diff", "--name-only", before, after}) ==
        "staging/release.json\nstaging/web/manifest.yaml\nstaging/web/release.json");
}

TEST_CASE("release: the same again is no commit") {
  Released site;
  const auto tip = site.release("a1");
  const auto again = release(*site.repo, "staging", "web", "a1");
  CHECK_FALSE(again.commits.at(0).changed);
  CHECK(site.remote_tip() == tip);
}

TEST_CASE("release: stale files go") {
  Released site;
  site.release("a1");
  site.repo->publish(
      [](const Snapshot& tip) {
        return std::vector<Change>{make_release(
            tip, read_layout(tip), release_request("staging", "web", "a2", {{"other.yaml", "x"}}))};
      },
      {});
  CHECK(git(site.remote, {"ls-tree", "--name-only", "main:staging/web"}) == "other.yaml\nrelease.json");
}

TEST_CASE("mistake 1: a rollback works whatever else the env released since") {
  Released site;
  const auto first = site.release("a1");
  const auto second = site.release("a2");
  const auto other = site.release("b1", "other");
  const auto published = roll_back(*site.repo, "staging", "web", to_previous());
  CHECK(tree_id(site.remote, "main", "staging/web") == tree_id(site.remote, first, "staging/web"));
  CHECK(tree_id(site.remote, "main", "staging/other") == tree_id(site.remote, other, "staging/other"));
  CHECK(git(site.remote, {"show", "main:staging/release.json"}) ==
        git(site.remote, {"show", "main:staging/web/release.json"}));
  const auto message = git(site.remote, {"log", "-1", "--format=%B"});
  CHECK(message.starts_with("[Gimlet] staging/web rolled back to " + first.substr(0, 7) + "\n"));
  CHECK(message.find("This reverts commit " + second + ".") != std::string::npos);
  CHECK(git(site.remote, {"rev-parse", "main~1"}) == other);
  CHECK(published.commits.size() == 1);
}

TEST_CASE("mistake 2: an unknown, ambiguous or foreign target is not found, and nothing is written") {
  Released site;
  site.release("a1");
  const auto tip = site.release("a2");
  const auto foreign = site.release("b1", "other");
  for (const std::string& wrong :
       {std::string("0123456789abcdef0123456789abcdef01234567"), std::string("dead"), std::string("no hex"),
        std::string("ab"), foreign, std::string()}) {
    CAPTURE(wrong);
    CHECK(error_of([&] { roll_back(*site.repo, "staging", "web", to_commit(wrong)); }).code() ==
          ErrorCode::not_found);
  }
  CHECK(error_of([&] { roll_back(*site.repo, "staging", "web", to_artifact("a9")); }).code() ==
        ErrorCode::not_found);
  CHECK(error_of([&] { roll_back(*site.repo, "staging", "nobody", to_previous()); }).code() ==
        ErrorCode::not_found);
  CHECK(error_of([&] { roll_back(*site.repo, "staging", "other", to_previous()); }).code() ==
        ErrorCode::not_found);
  CHECK(site.remote_tip() == foreign);
  CHECK(site.live() == "image: a2\n");
  roll_back(*site.repo, "staging", "web",
            to_commit(git(site.remote, {"rev-parse", "--short=8", tip + "~1"})));
  CHECK(site.live() == "image: a1\n");
}

TEST_CASE("mistake 3: rolling forward to a release that was rolled back is a real commit") {
  Released site;
  site.release("a1");
  const auto second = site.release("a2");
  roll_back(*site.repo, "staging", "web", to_previous());
  CHECK(story(*site.repo, "staging", "web") == "rollback:a1 release:a2! release:a1");
  CHECK(roll_back(*site.repo, "staging", "web", to_commit(second)).commits.at(0).changed);
  CHECK(site.live() == "image: a2\n");
  CHECK(story(*site.repo, "staging", "web") == "rollback:a2 rollback:a1 release:a2 release:a1");
  roll_back(*site.repo, "staging", "web", to_previous());
  CHECK(site.live() == "image: a1\n");
  CHECK(story(*site.repo, "staging", "web") == "rollback:a1 rollback:a2 rollback:a1 release:a2! release:a1");
}

TEST_CASE("mistake 4: two writers to one env do not conflict") {
  Released site;
  const auto other_clone = site.clone("other", {"--bare"});
  const auto other = site.open(other_clone);
  site.release("a1");
  CHECK_FALSE(release(*other, "staging", "other", "b1").pushed_to.empty());
  const auto tip = site.release("a2");
  CHECK(tip == site.remote_tip());
  CHECK(git(site.remote, {"ls-tree", "--name-only", "main:staging"}) == "other\nrelease.json\nweb");
}

TEST_CASE("mistake 5: the commit that is told is the one that reached the remote") {
  Released site;
  int plans = 0;
  const auto published = site.repo->publish(
      [&](const Snapshot& tip) {
        if (++plans == 1) site.remote_commit({{"theirs", "t\n"}});
        return std::vector<Change>{
            make_release(tip, read_layout(tip), release_request("staging", "web", "a1", {{"x", "x"}}))};
      },
      {});
  CHECK(published.attempts == 2);
  CHECK(published.commits.at(0).id == site.remote_tip());
}

TEST_CASE("mistake 6: deleting fetches first, and a refused push is an error") {
  Released site;
  site.release("a1");
  site.remote_commit({{"theirs", "t\n"}});
  CHECK_FALSE(remove_app(*site.repo, "staging", "web").pushed_to.empty());
  CHECK(git(site.remote, {"show", "main:theirs"}) == "t");
  CHECK_FALSE(site.repo->tip(true)->entry("staging"));
  CHECK(story(*site.repo, "staging", "web").starts_with("delete"));
  site.release("a2");
  site.refuse_pushes("no");
  CHECK(error_of([&] { remove_app(*site.repo, "staging", "web"); }).code() == ErrorCode::denied);
  CHECK(site.live() == "image: a2\n");
}

TEST_CASE("mistake 7: an app's subfolder called like an env is no env") {
  Released site;
  site.release("a1");
  site.remote_commit({{"production/db/staging/x", "x\n"}, {"production/staging/y", "y\n"}});
  remove_app(*site.repo, "production", "staging");
  CHECK(site.live() == "image: a1\n");
  CHECK(git(site.remote, {"show", "main:production/db/staging/x"}) == "x");
  CHECK_FALSE(site.repo->tip(false)->entry("production/staging"));
}

TEST_CASE("mistake 14: a hand edit is nobody's release, merges and the root commit are read right") {
  Site site;
  const auto scratch = site.clone("person");
  const std::string record =
      R"({"app":"web","env":"staging","artifactId":"a0","triggeredBy":"x","gitopsRef":"","gitopsRepo":""})";
  const auto root = site.commit(
      scratch, {{"staging/web/manifest.yaml", "image: a0\n"}, {"staging/web/release.json", record + "\n"}},
      "[Gimlet] staging/web automated deploy");
  git(scratch, {"push", "-q", "origin", "HEAD:main"});
  const auto repo = site.open(site.clone("bare", {"--bare"}));
  release(*repo, "staging", "other", "b1");
  site.remote_commit({{"staging/web/manifest.yaml", "image: mine\n"}}, "scale up");
  REQUIRE(repo->tip(true)->read_file("staging/web/manifest.yaml") == "image: mine\n");

  // A merge of a branch that edited web, after another app was released on main.
  git(scratch, {"pull", "-q", "origin", "main"});
  git(scratch, {"checkout", "-q", "-b", "topic"});
  site.commit(scratch, {{"staging/web/extra.yaml", "x\n"}}, "extra");
  git(scratch, {"checkout", "-q", "-"});
  site.commit(scratch, {{"unrelated", "x\n"}});
  git(scratch, {"merge", "-q", "--no-ff", "-m", "Merge branch topic", "topic"});
  git(scratch, {"push", "-q", "origin", "HEAD:main"});
  const auto merge = site.remote_tip();
  static_cast<void>(repo->tip(true));
  const auto tip = repo->at(merge);
  HistoryQuery query;
  query.targets = {{"staging", ""}};
  query.limit = 0;
  std::vector<std::string> seen;
  for (const auto& item : history(*repo, *tip, read_layout(*tip), query)) {
    seen.push_back(to_string(item.kind) + " " + item.release.app + " " + item.release.artifact_id);
  }
  CHECK(seen == std::vector<std::string>{"manual web ", "manual web ", "release other b1", "release web a0"});
  query.targets = {{"staging", "web"}};
  const auto records = history(*repo, *tip, read_layout(*tip), query);
  CHECK(records.front().release.gitops_ref == merge);
  CHECK(records.front().release.triggered_by == "A U Thor");
  CHECK(records.back().release.gitops_ref == root);
  const auto now = status(*repo, *tip, read_layout(*tip), {{"staging", ""}});
  REQUIRE(now.size() == 2);
  REQUIRE(now.at({"staging", "web"}));
  CHECK(now.at({"staging", "web"})->kind == ReleaseKind::manual);
  CHECK(now.at({"staging", "web"})->release.artifact_id == "a0");
  CHECK(now.at({"staging", "other"})->release.artifact_id == "b1");
}

TEST_CASE("history: GimletD's rollbacks were git revert commits") {
  Released site;
  site.release("a1");
  site.release("a2");
  const auto scratch = site.clone("scratch");
  git(scratch, {"revert", "--no-edit", "HEAD"});
  git(scratch, {"push", "-q", "origin", "HEAD:main"});
  REQUIRE(site.repo->tip(true)->read_file("staging/web/manifest.yaml") == "image: a1\n");
  fs::remove_all(scratch);
  git(site.path, {"fetch", "-q", "origin", "+main:main"});
  CHECK(story(*site.repo, "staging", "web") == "rollback:a1 release:a2! release:a1");
  site.release("a3");
  roll_back(*site.repo, "staging", "web", to_previous());
  CHECK(site.live() == "image: a1\n");
}

TEST_CASE("rollback: previous walks down, undone releases are not listed twice") {
  Released site;
  std::vector<std::string> ids;
  for (const std::string artifact : {"a1", "a2", "a3"}) ids.push_back(site.release(artifact));
  roll_back(*site.repo, "staging", "web", to_previous());
  CHECK(site.live() == "image: a2\n");
  const auto plan = plan_rollback(*site.repo, "staging", "web", to_previous());
  CHECK(plan.target == ids[0]);
  CHECK(plan.undone == std::vector<std::string>{ids[1]});
  CHECK(plan.release.artifact_id == "a1");
  roll_back(*site.repo, "staging", "web", to_previous());
  CHECK(site.live() == "image: a1\n");
  CHECK(error_of([&] { roll_back(*site.repo, "staging", "web", to_previous()); }).code() ==
        ErrorCode::not_found);
}

TEST_CASE("rollback: an old release made again is not previous to itself") {
  Released site;
  site.release("a1");
  site.release("a2");
  roll_back(*site.repo, "staging", "web", to_previous());
  site.release("a2");
  roll_back(*site.repo, "staging", "web", to_previous());
  CHECK(site.live() == "image: a1\n");
}

TEST_CASE("rollback: to an artifact, to what is live already, and after a delete") {
  Released site;
  const auto first = site.release("a1");
  site.release("a2");
  roll_back(*site.repo, "staging", "web", to_artifact("a1"));
  CHECK(site.live() == "image: a1\n");
  const auto tip = site.remote_tip();
  CHECK_FALSE(roll_back(*site.repo, "staging", "web", to_commit(first)).commits.at(0).changed);
  CHECK(site.remote_tip() == tip);
  remove_app(*site.repo, "staging", "web");
  roll_back(*site.repo, "staging", "web", to_previous());
  CHECK(site.live() == "image: a1\n");
  CHECK(story(*site.repo, "staging", "web").starts_with("rollback:a1 delete"));
}

TEST_CASE("rollback: to a rollback is to what it restored") {
  Released site;
  site.release("a1");
  site.release("a2");
  const auto rollback = roll_back(*site.repo, "staging", "web", to_previous()).tip_after;
  site.release("a3");
  const auto plan = plan_rollback(*site.repo, "staging", "web", to_commit(rollback));
  CHECK(plan.release.artifact_id == "a1");
  roll_back(*site.repo, "staging", "web", to_commit(rollback));
  CHECK(site.live() == "image: a1\n");
  CHECK(error_of([&] { plan_rollback(*site.repo, "staging", "web", to_previous()); }).code() ==
        ErrorCode::not_found);
}

TEST_CASE("history: a rollback that was reverted counts no more") {
  Released site;
  site.release("a1");
  site.release("a2");
  roll_back(*site.repo, "staging", "web", to_previous());
  const auto person = site.clone("person");
  git(person, {"revert", "--no-edit", "HEAD"});
  git(person, {"push", "-q", "origin", "HEAD:main"});
  git(site.path, {"fetch", "-q", "origin", "+main:main"});
  CHECK(story(*site.repo, "staging", "web") == "rollback:a2 rollback:a1 release:a2 release:a1");
  CHECK(plan_rollback(*site.repo, "staging", "web", to_previous()).release.artifact_id == "a1");
}

TEST_CASE("history: folders and files that are none of ours stop nothing") {
  Released site;
  site.release("a1");
  site.remote_commit({{"staging/my app/x", "x\n"},
                      {"odd env!/web/x", "x\n"},
                      {"staging/.hidden/x", "x\n"},
                      {"staging/README", "x\n"},
                      {"staging/web2/release.json", "{ no json"}});
  static_cast<void>(site.repo->tip(true));
  git(site.path, {"fetch", "-q", "origin", "+main:main"});
  const auto tip = site.repo->tip(false);
  HistoryQuery all;
  all.limit = 0;
  std::vector<std::string> seen;
  for (const auto& record : history(*site.repo, *tip, {}, all))
    seen.push_back(record.release.env + "/" + record.release.app);
  CHECK(seen == std::vector<std::string>{"staging/web2", "staging/web", "production/db"});
  const auto now = status(*site.repo, *tip, {}, {{"staging", ""}});
  REQUIRE(now.size() == 2);
  const auto everywhere = status(*site.repo, *tip, {}, {});
  CHECK(everywhere.size() == 3);
  CHECK_FALSE(everywhere.at({"production", "db"}));
  CHECK(everywhere.at({"staging", "web"})->release.gitops_ref ==
        now.at({"staging", "web"})->release.gitops_ref);
  CHECK_FALSE(now.at({"staging", "web2"}));
}

TEST_CASE("rollback: a hand edit goes too") {
  Released site;
  site.release("a1");
  site.release("a2");
  site.remote_commit({{"staging/web/manifest.yaml", "image: mine\n"}});
  static_cast<void>(site.repo->tip(true));
  roll_back(*site.repo, "staging", "web", to_previous());
  CHECK(site.live() == "image: a1\n");
}

TEST_CASE("rollback: where the repository is one environment") {
  Site site;
  site.remote_commit({{".gimlet/config.yaml", "layout:\n  repositoryPerEnv: true\n  env: staging\n"}});
  const auto path = site.clone("bare", {"--bare"});
  const auto repo = site.open(path);
  const auto first = release(*repo, "staging", "web", "a1").tip_after;
  release(*repo, "staging", "web", "a2");
  release(*repo, "staging", "other", "b1");
  roll_back(*repo, "staging", "web", to_previous());
  CHECK(tree_id(site.remote, "main", "web") == tree_id(site.remote, first, "web"));
  CHECK(story(*repo, "staging", "web") == "rollback:a1 release:a2! release:a1");
  CHECK(git(site.remote, {"ls-tree", "--name-only", "main"}) == ".gimlet\nother\nrelease.json\nweb");
}

TEST_CASE("history: limit, offset and filters") {
  Released site;
  for (int i = 1; i <= 5; ++i) site.release("a" + std::to_string(i));
  const auto tip = site.repo->tip(false);
  HistoryQuery query;
  query.targets = {{"staging", ""}};
  query.limit = 2;
  query.offset = 1;
  const auto page = history(*site.repo, *tip, {}, query);
  REQUIRE(page.size() == 2);
  CHECK(page[0].release.artifact_id == "a4");
  CHECK(page[1].release.artifact_id == "a3");
  HistoryQuery by_artifact;
  by_artifact.artifact_id = "a2";
  REQUIRE(history(*site.repo, *tip, {}, by_artifact).size() == 1);
  HistoryQuery until;
  until.until = page[1].release.created;
  until.targets = {{"staging", ""}};
  CHECK(history(*site.repo, *tip, {}, until).size() == 3);
}

TEST_CASE("history: one pass serves many apps, and a commit may be about several") {
  Site site;
  const auto repo = site.open(site.clone("bare", {"--bare"}));
  const Target web = {"staging", "web"};
  const Target api = {"production", "api"};
  const auto web1 = release(*repo, web.env, web.app, "w1").tip_after;
  const auto api1 = release(*repo, api.env, api.app, "p1").tip_after;
  release(*repo, "staging", "other", "o1");
  const auto web2 = release(*repo, web.env, web.app, "w2").tip_after;
  const auto api2 = release(*repo, api.env, api.app, "p2").tip_after;
  // Both rolled back in one commit, from one reading of the history.
  repo->publish(
      [&](const Snapshot& tip) {
        auto records = histories(*repo, tip, {}, {web, api});
        CHECK(records.size() == 2);
        Change both;
        both.author = anybody();
        std::vector<AppCommit> apps;
        for (const auto& target : {web, api}) {
          const RollbackRequest request = {target.env, target.app, to_previous(), anybody(), {}};
          const auto plan = make_rollback(*repo, tip, {}, request, records[target]);
          both.edits.insert(both.edits.end(), plan.change.edits.begin(), plan.change.edits.end());
          apps.push_back({target, "", plan.target, plan.undone});
        }
        both.message = write_message({ReleaseKind::rollback, apps, {"e1", "", "any", "rollback"}});
        return std::vector<Change>{both};
      },
      {});
  CHECK(story(*repo, web.env, web.app) == "rollback:w1 release:w2! release:w1");
  CHECK(story(*repo, api.env, api.app) == "rollback:p1 release:p2! release:p1");
  CHECK(list(*repo, web.env, web.app)[0].restored == web1);
  const auto tip = repo->tip(false);
  const auto now = status(*repo, *tip, {}, {web, api});
  REQUIRE(now.size() == 2);
  CHECK(now.at(web)->kind == ReleaseKind::rollback);
  CHECK(now.at(api)->restored == api1);
  CHECK(now.at(api)->release.gitops_ref == tip->commit());
  CHECK(plan_rollback(*repo, web.env, web.app, {RollbackTarget::Kind::commit, web2}).target == web2);
  CHECK(plan_rollback(*repo, api.env, api.app, {RollbackTarget::Kind::artifact, "p2"}).target == api2);
}

TEST_CASE("history: a rollback of several apps undoes for each what stands with it") {
  Site site;
  const auto repo = site.open(site.clone("bare", {"--bare"}));
  const Target web = {"staging", "web"};
  const Target api = {"staging", "api"};
  release(*repo, api.env, api.app, "p0");
  // One commit that releases both.
  const auto both = repo->publish(
      [&](const Snapshot& tip) {
        Change change;
        for (const auto& [target, artifact] : {std::pair(web, "w1"), std::pair(api, "p1")}) {
          const auto request = release_request(target.env, target.app, artifact, {{"x.yaml", artifact}});
          const auto one = make_release(tip, {}, request);
          change.edits.insert(change.edits.end(), one.edits.begin(), one.edits.end());
        }
        change.message =
            write_message({ReleaseKind::release, {{web, "w1", "", {}}, {api, "p1", "", {}}}, {}});
        return std::vector<Change>{change};
      },
      {});
  CHECK(story(*repo, web.env, web.app) == "release:w1");
  CHECK(story(*repo, api.env, api.app) == "release:p1 release:p0");
  const auto web2 = release(*repo, web.env, web.app, "w2").tip_after;
  const auto web3 = release(*repo, web.env, web.app, "w3").tip_after;
  // web goes back to w2, api to p0: the commit of both is undone for api alone.
  repo->publish(
      [&](const Snapshot& tip) {
        auto records = histories(*repo, tip, {}, {web, api});
        const auto first =
            make_rollback(*repo, tip, {}, {web.env, web.app, to_previous(), anybody(), {}}, records[web]);
        const auto second =
            make_rollback(*repo, tip, {}, {api.env, api.app, to_previous(), anybody(), {}}, records[api]);
        CHECK(first.target == web2);
        CHECK(first.undone == std::vector<std::string>{web3});
        CHECK(second.undone == std::vector<std::string>{both.tip_after});
        Change change = first.change;
        change.edits.insert(change.edits.end(), second.change.edits.begin(), second.change.edits.end());
        change.message =
            write_message({ReleaseKind::rollback,
                           {{web, "", first.target, first.undone}, {api, "", second.target, second.undone}},
                           {}});
        return std::vector<Change>{change};
      },
      {});
  CHECK(story(*repo, web.env, web.app) == "rollback:w2 release:w3! release:w2 release:w1");
  CHECK(story(*repo, api.env, api.app) == "rollback:p0 release:p1! release:p0");
}

TEST_CASE("publish: eight writers to one remote lose nothing") {
  Site site;
  site.remote_commit({{"README.md", "hello\n"}});
  constexpr int writers = 8;
  constexpr int releases = 10;
  std::vector<fs::path> clones;
  clones.reserve(writers);
  for (int i = 0; i < writers; ++i) clones.push_back(site.clone("clone" + std::to_string(i), {"--bare"}));
  std::vector<pid_t> children;
  for (int i = 0; i < writers; ++i) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      int code = 0;
      try {
        const auto repo = site.open(clones[static_cast<std::size_t>(i)]);
        PublishOptions options;
        options.deadline_ms = 240'000;
        for (int n = 0; n < releases; ++n) {
          const auto published =
              release(*repo, "staging", "app" + std::to_string(i), "a" + std::to_string(n), options);
          if (published.pushed_to.empty()) code = 2;
        }
      } catch (const std::exception& error) {
        static_cast<void>(::write(STDERR_FILENO, error.what(), std::strlen(error.what())));
        code = 1;
      }
      ::_exit(code);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
  }
  CHECK(git(site.remote, {"rev-list", "--count", "main"}) == std::to_string(writers * releases + 1));
  const auto repo = site.open(clones.front());
  static_cast<void>(repo->tip(true));
  git(clones.front(), {"fetch", "-q", "origin", "+main:main"});
  for (int i = 0; i < writers; ++i)
    CHECK(list(*repo, "staging", "app" + std::to_string(i)).size() == releases);
}
