#include <doctest/doctest.h>

#include "tests/unit/lint/problems.hpp"

using namespace gimlet;
using test::problem;

TEST_CASE("lint: mistake 10: branch without event") {
  CHECK(problem("deploy:\n  branch: main\n") ==
        "5:11 error /deploy/branch: \"branch\" needs \"event\": push or pr; this policy never releases");
  CHECK(problem("deploy:\n  branch: main\n  event: tag\n").find("5:11 error /deploy/branch: ") == 0);
  CHECK(problem("deploy:\n  branch: main\n  event: pr\n").empty());
}

TEST_CASE("lint: tag without event tag") {
  CHECK(problem("Deploy: {tag: v*}\n").find("error /Deploy/tag: \"tag\" needs \"event\": tag") !=
        std::string::npos);
  CHECK(problem("deploy: {tag: v*, event: tag}\n").empty());
}

TEST_CASE("lint: globs that do not parse") {
  CHECK(problem("deploy: {event: push, branch: 'a['}\n").find("4:31 error /deploy/branch: ") == 0);
  CHECK(problem("deploy: {event: tag, tag: '{v'}\n").find("4:27 error /deploy/tag: ") == 0);
  CHECK(problem("deploy: {event: push, commitMessagePatterns: ['[a', '{b']}\n")
            .find("error /deploy/commitMessagePatterns: ") != std::string::npos);
  CHECK(problem("cleanup: {app: x, branch: '{b'}\n").find("4:27 error /cleanup/branch: ") == 0);
  CHECK(problem("deploy: {event: push, branch: '!'}\n").find("does not say what it excludes") !=
        std::string::npos);
}

TEST_CASE("lint: policies that never fire") {
  CHECK(problem("deploy: {event: push, branch: '!**'}\n").find("this policy never fires") !=
        std::string::npos);
  CHECK(problem("deploy: {}\n") == "4:9 warning /deploy: the deploy policy is empty: it never releases");
  CHECK(problem("cleanup: {branch: '*'}\n").find("4:10 error /cleanup/app: \"app\" is missing") == 0);
  CHECK(problem("cleanup: {app: x}\n").find("/cleanup/branch: \"branch\" is missing") != std::string::npos);
}

TEST_CASE("lint: preview sets the policies itself") {
  CHECK(problem("preview: true\n", {{}, {"BRANCH"}}).empty());
  CHECK(problem("preview: true\ndeploy: {branch: main}\n") ==
        "5:1 warning /deploy: \"preview\" sets deploy; this one is passed over");
  CHECK(problem("preview: true\nCleanup: {}\n").find("5:1 warning /Cleanup: ") == 0);
  CHECK(problem("preview: 'yes'\n").find("4:10 error /preview: must be true or false") == 0);
}
