#include <doctest/doctest.h>

#include "core/model/artifact.hpp"
#include "core/model/policy.hpp"
#include "tests/support/failure.hpp"

using namespace gimlet;
using namespace gimlet::model;

namespace {

// An artifact's version: {event, branch, tag, message}.
Version version(Event event, std::string branch, std::string tag = "", std::string message = "") {
  Version result;
  result.event = event;
  result.branch = std::move(branch);
  result.tag = std::move(tag);
  result.message = std::move(message);
  return result;
}

Version push(std::string branch) {
  return version(Event::push, std::move(branch));
}
Version tagged(std::string tag) {
  return version(Event::tag, "", std::move(tag));
}
Version message(std::string text) {
  return version(Event::push, "main", "", std::move(text));
}

DeployPolicy on(std::optional<Event> event, std::string branch = "", std::string tag = "") {
  return {std::move(branch), event, std::move(tag), {}};
}

DeployPolicy on_message(std::vector<std::string> patterns) {
  return {"", std::nullopt, "", std::move(patterns)};
}

bool releases(const DeployPolicy& policy, const Version& version) {
  return evaluate(policy, version).release;
}

std::string reason(const DeployPolicy& policy, const Version& version) {
  const Decision decision = evaluate(policy, version);
  return decision.rule + ": " + decision.reason;
}

CleanupPolicy cleanup(std::string branch) {
  return {"web-{{ .BRANCH }}", "branchDeleted", std::move(branch)};
}

}  // namespace

TEST_CASE("deploy policy: no policy, or an empty one, never releases") {
  const Decision none = evaluate(std::nullopt, push("main"));
  CHECK_FALSE(none.release);
  CHECK(none.rule == "deploy");
  CHECK(none.reason == "no deploy policy");
  CHECK(reason({}, push("main")) == "deploy: the deploy policy is empty");
  CHECK_FALSE(releases({}, message("[DEPLOY: ALL]")));
}

TEST_CASE("deploy policy: event alone releases artifacts of that event") {
  for (const Event asked : {Event::push, Event::tag, Event::pr}) {
    for (const Event event : {Event::push, Event::tag, Event::pr}) {
      CHECK(releases(on(asked), version(event, "main", "v1")) == (asked == event));
    }
  }
  CHECK(reason(on(Event::tag), push("main")) == "event: event \"push\" is not \"tag\"");
  CHECK(reason(on(Event::push), push("main")) == "deploy: matched: event push");
}

TEST_CASE("deploy policy: branch with event push or pr releases what matches") {
  CHECK(releases(on(Event::push, "main"), push("main")));
  CHECK(releases(on(Event::pr, "feature/*"), version(Event::pr, "feature/a/b")));
  CHECK_FALSE(releases(on(Event::push, "main"), push("main2")));
  CHECK_FALSE(releases(on(Event::push, "main"), version(Event::pr, "main")));
  CHECK(reason(on(Event::push, "release/*"), push("main")) ==
        "branch: branch \"main\" does not match \"release/*\"");
  CHECK(reason(on(Event::push, "main"), push("")) == "branch: the artifact has no branch to match \"main\"");
  CHECK(reason(on(Event::push, "main"), push("main")) == "deploy: matched: event push, branch main");
}

TEST_CASE("mistake 10: branch without event push or pr is a problem that is told, not a silent never") {
  for (const auto& policy : {on(std::nullopt, "main"), on(Event::tag, "main")}) {
    CHECK_FALSE(releases(policy, push("main")));
    CHECK(reason(policy, push("main")) ==
          "branch: \"branch\" needs \"event\": push or pr; this policy never releases");
    REQUIRE(policy_problems(policy).size() == 1);
    CHECK(policy_problems(policy)[0].message.find("\"branch\" needs \"event\"") == 0);
  }
  CHECK(policy_problems(on(Event::push, "main")).empty());
  CHECK(policy_problems(on(Event::pr, "main")).empty());
}

TEST_CASE("deploy policy: tag needs event tag") {
  CHECK(releases(on(Event::tag, "", "v*"), tagged("v1")));
  CHECK_FALSE(releases(on(Event::tag, "", "v*"), tagged("w1")));
  CHECK_FALSE(releases(on(std::nullopt, "", "v*"), tagged("v1")));
  CHECK_FALSE(releases(on(Event::push, "", "v*"), version(Event::push, "main", "v1")));
  CHECK(policy_problems(on(Event::push, "", "v*")).size() == 1);
  CHECK(policy_problems(on(std::nullopt, "", "v*")).size() == 1);
  CHECK(policy_problems(on(Event::tag, "", "v*")).empty());
}

TEST_CASE("deploy policy: commitMessagePatterns release when one of them matches") {
  CHECK(releases(on_message({"nothing", "*hotfix*"}), message("a hotfix\nfor all")));
  CHECK_FALSE(releases(on_message({"hotfix"}), message("a hotfix")));
  CHECK(reason(on_message({"hotfix"}), message("a")) ==
        "commitMessagePatterns: no pattern matches the commit message");
  CHECK_FALSE(releases(on_message({"a"}), message("")));
}

TEST_CASE("deploy policy: [DEPLOY: ALL] always matches commitMessagePatterns, and only them") {
  CHECK(releases(on_message({"*[DEPLOY: web]*"}), message("fix\n\n[DEPLOY: ALL]")));
  CHECK_FALSE(releases(on(Event::tag), message("[DEPLOY: ALL]")));
  CHECK_FALSE(releases(on(Event::push, "release"), message("[DEPLOY: ALL]")));
}

TEST_CASE("deploy policy: brackets are literal in commitMessagePatterns") {
  CHECK(releases(on_message({"[DEPLOY: web]*"}), message("[DEPLOY: web] fix")));
  CHECK_FALSE(releases(on_message({"[DEPLOY: web]*"}), message("D")));
  CHECK(releases(on_message({"\\[DEPLOY: web\\]*"}), message("[DEPLOY: web] fix")));
  CHECK(releases(on_message({"[open"}), message("[open")));
  CHECK(policy_problems(on_message({"[open"})).empty());
}

TEST_CASE("deploy policy: several fields must all hold") {
  DeployPolicy policy = on(Event::push, "main");
  policy.commit_message_patterns = {"*ship*"};
  CHECK(releases(policy, message("ship it")));
  CHECK_FALSE(releases(policy, message("wait")));
  CHECK_FALSE(releases(policy, version(Event::push, "other", "", "ship it")));
  CHECK_FALSE(releases(policy, version(Event::pr, "main", "", "ship it")));
  CHECK(reason(policy, message("ship it")) == "deploy: matched: event push, branch main, commit message");
}

TEST_CASE("deploy policy: a leading ! excludes names and globs") {
  CHECK(releases(on(Event::push, "!main"), push("feature")));
  CHECK_FALSE(releases(on(Event::push, "!main"), push("main")));
  CHECK(releases(on(Event::push, "!{main,master}"), push("feature/a")));
  CHECK_FALSE(releases(on(Event::push, "!{main,master}"), push("master")));
  CHECK_FALSE(releases(on(Event::push, "!feature/*"), push("feature/a/b")));
  CHECK_FALSE(releases(on_message({"!*wip*"}), message("a wip commit")));
  CHECK(releases(on_message({"!*wip*"}), message("done")));
}

TEST_CASE("mistake 8: a tag glob with ! excludes what it names") {
  CHECK_FALSE(releases(on(Event::tag, "", "!v*"), tagged("v1")));
  CHECK(releases(on(Event::tag, "", "!v*"), tagged("nightly")));
  CHECK_FALSE(releases(on(Event::tag, "", "!v1"), tagged("v1")));
}

TEST_CASE("policy: a negated pattern does not match what is not known") {
  CHECK_FALSE(releases(on(Event::push, "!main"), push("")));
  CHECK(reason(on(Event::push, "!main"), push("")) ==
        "branch: the artifact has no branch to match \"!main\"");
  CHECK_FALSE(releases(on(Event::pr, "!{main,master}"), version(Event::pr, "")));
  CHECK_FALSE(releases(on(Event::tag, "", "!v*"), tagged("")));
  CHECK_FALSE(releases(on_message({"!*wip*"}), message("")));
  CHECK_FALSE(cleanup_matches(cleanup("!main"), ""));
}

TEST_CASE("policy: only a push, a tag and a pull request fire one") {
  for (const Event event : {Event::schedule, Event::manual, Event::other}) {
    const Version built = version(event, "main", "v1", "ship it");
    CHECK_FALSE(releases(on(Event::push), built));
    CHECK_FALSE(releases(on(Event::pr, "!dev"), built));
    CHECK_FALSE(releases(on(Event::tag, "", "v*"), built));
    CHECK_FALSE(releases(on_message({"*"}), built));
    CHECK_FALSE(releases(on_message({"*"}), version(event, "main", "", "all [DEPLOY: ALL]")));
    CHECK(reason(on_message({"*"}), built).find("fires no policy: push, tag and pr do") != std::string::npos);
    // Not even where somebody made such a policy without reading one.
    CHECK_FALSE(releases(on(event, "main"), built));
  }
}

TEST_CASE("mistake 8: a cleanup of !main leaves main alone") {
  CHECK_FALSE(cleanup_matches(cleanup("!main"), "main"));
  CHECK(cleanup_matches(cleanup("!main"), "feature"));
}

TEST_CASE("mistake 10: a bad glob in a policy is an input error whatever the artifact is") {
  CHECK(test::failure([] { evaluate(on(Event::push, "a["), push("main")); }).find("is not closed") !=
        std::string::npos);
  CHECK(test::failure([] { evaluate(on(Event::push, "a["), tagged("v1")); }).find("is not closed") !=
        std::string::npos);
  CHECK(test::failure([] { evaluate(on_message({"{a"}), message("[DEPLOY: ALL]")); }).find("is not closed") !=
        std::string::npos);
  CHECK(test::failure([] { cleanup_matches(cleanup("[a"), "main"); }).find("is not closed") !=
        std::string::npos);
  CHECK(policy_problems(on(Event::push, "a["))
            .at(0)
            .message.find("\"branch\": the pattern \"a[\" does not parse") == 0);
  CHECK(policy_problems(on(Event::tag, "", "{v")).at(0).message.find("\"tag\": ") == 0);
  CHECK(policy_problems(on_message({"ok", "{v"})).at(0).message.find("\"commitMessagePatterns\": ") == 0);
}

TEST_CASE("cleanup policy: fires on the branches it names") {
  CHECK(cleanup_matches(cleanup("feature/*"), "feature/test-case-1"));
  CHECK_FALSE(cleanup_matches(cleanup("feature/*"), "fix1"));
  CHECK(cleanup_matches(cleanup("preview-test"), "preview-test"));
  CHECK_FALSE(cleanup_matches(cleanup("preview-test"), "fix1"));
  CHECK(cleanup_matches(cleanup("*"), "any/thing"));
}

TEST_CASE("cleanup policy: without a branch or an app it never fires") {
  CHECK_FALSE(cleanup_matches(cleanup(""), "main"));
  CHECK_FALSE(cleanup_matches({"", "branchDeleted", "*"}, "main"));
}

TEST_CASE("policy: a pattern that nothing matches is a problem of its field") {
  const auto problems = policy_problems(on(Event::push, "!**"));
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].field == "branch");
  CHECK(problems[0].message == "\"branch\": nothing matches the pattern \"!**\"; this policy never fires");
  CHECK(policy_problems(on(Event::push, "!*a")).empty());
  CHECK(policy_problems(on(Event::push, "*")).empty());
}

TEST_CASE("policy: a cleanup policy without app or branch never fires") {
  CHECK(policy_problems(cleanup("*")).empty());
  CHECK(policy_problems(CleanupPolicy{"", "", "*"}).at(0).field == "app");
  CHECK(policy_problems(CleanupPolicy{"web", "", ""}).at(0).field == "branch");
  CHECK(policy_problems(cleanup("!*")).at(0).message.find("nothing matches") != std::string::npos);
  CHECK(policy_problems(cleanup("{a")).at(0).message.find("does not parse") != std::string::npos);
}
