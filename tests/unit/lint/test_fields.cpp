#include <doctest/doctest.h>

#include "tests/unit/lint/problems.hpp"

using namespace gimlet;
using test::problem;
using test::problems;
using Lines = std::vector<std::string>;

TEST_CASE("lint: a manifest with every field has no problem") {
  CHECK(problems(R"(
app: web
env: staging
namespace: team
deploy: {event: push, branch: "!main", commitMessagePatterns: ["*[x]*"]}
cleanup: {app: "web-{{ .BRANCH }}", event: branchDeleted, branch: "*"}
chart: {repository: https://charts.example.com, name: onechart, version: 0.1.0}
values: {anything: {goes: [1]}}
strategicMergePatches: ""
json6902Patches: [{patch: "[]", target: {group: "", version: v1, kind: Service, name: a, namespace: b}}]
manifests: "a: 1"
dependencies: [{name: db, kind: terraform, spec: {module: {url: "https://h/m?tag=v1", secret: s}, values: {a: 1}, secret: t}}]
)",
                 {{}, {"BRANCH"}}) == Lines{});
}

TEST_CASE("lint: unknown fields are warnings that say what may have been meant, at any depth") {
  CHECK(problem("valeus: {}\n") ==
        "4:1 warning /valeus: unknown field \"valeus\" [did you mean \"values\"?]");
  CHECK(problem("deploy:\n  event: push\n  branches: main\n") ==
        "6:3 warning /deploy/branches: unknown field \"branches\" [did you mean \"branch\"?]");
  CHECK(problem("json6902Patches:\n- patch: '[]'\n  target: {names: a}\n")
            .find("6:12 warning /json6902Patches/0/target/names: ") == 0);
  CHECK(problem("x: 1\n").find("[it has: app, env, namespace, ") != std::string::npos);
  CHECK(problem("NameSpace: team\n").empty());
}

TEST_CASE("lint: every field that is missing or of a wrong type, in the words of a push") {
  CHECK(problems("env: 1\nnamespace: [a]\nchart: {name: c, version: 0.1, repository: r}\nmanifests: a\n") ==
        Lines{"1:1 error /app: missing", "1:6 error /env: must be a string, not a number [quote the value]",
              "2:12 error /namespace: must be a string, not a list",
              "3:27 error /chart/version: must be a string, not a number [quote the value]"});
  CHECK(problem("deploy: {event: deploy}\n").find("4:17 error /deploy/event: ") == 0);
  CHECK(problem("cleanup: {app: web, branch: x, event: merged}\n").find("4:39 error /cleanup/event: ") == 0);
  CHECK(problem("chart: {version: 1.0.0}\n") == "4:8 error /chart/name: missing");
  CHECK(problem("dependencies:\n- name: db\n").find("5:3 error /dependencies/0/kind: missing") == 0);
  CHECK(problems("app: a/b\nenv: ''\nmanifests: a\n").size() == 2);
  CHECK(problems("- 1\n") == Lines{"1:1 error : a manifest must be an object, not a list"});
  CHECK(problems("app: web\nenv: staging\n").at(0).find("1:1 error : the manifest has neither a chart") == 0);
}

TEST_CASE("lint: what is no YAML has line and column") {
  CHECK(problems("app: web\nenv: [staging\nx: 1\n").at(0).find("3:") == 0);
  CHECK(problems("").at(0) == "1:1 error : there is no manifest in it");
  CHECK(problems("# nothing\n---\n---\n").size() == 1);
}

TEST_CASE("lint: all documents of a file") {
  CHECK(problems("app: a\nenv: s\nmanifests: x\n---\n---\nenv: s\nmanifests: b\n") ==
        Lines{"6:1 error /app: missing"});
}

TEST_CASE("lint: every unquoted !main, which is a tag") {
  CHECK(problem("deploy:\n  event: push\n  branch: !main\n") ==
        "6:11 error /deploy/branch: !main is a YAML tag, not text, and leaves the value empty [quote the "
        "value: \"!main\"]");
  const auto all = problems(
      "app: web\nenv: staging\nmanifests: a\ndeploy: {event: push, branch: !main }\n"
      "values: {a: !x y}\n");
  REQUIRE(all.size() == 2);
  CHECK(all[1].find("5:13 error /values/a: !x is a YAML tag, not text, and leaves the value \"y\"") == 0);
  CHECK(problem("values: {a: !!str 5}\n").empty());
}

TEST_CASE("lint: a key that stands twice") {
  CHECK(problem("values:\n  a: 1\n  b: 2\n  a: 3\n") ==
        "7:3 warning /values/a: the key \"a\" stands here a second time; this one counts");
}

TEST_CASE("lint: dependencies that a release refuses") {
  const std::string front = "dependencies:\n- name: db\n  kind: terraform\n  spec:\n    module: {url: ";
  CHECK(problem(front + "'https://h/m?rev=1'}\n").find("8:19 error /dependencies/0/spec/module/url: ") == 0);
  CHECK(problem(front + "'https://h/m'}\n").find("5:1 warning /dependencies: the module of") == 0);
  CHECK(problem(front + "'https://h/m?tag={{ .TAG }}'}\n", {{}, {"TAG"}}).empty());
  CHECK(problem("dependencies: [{name: db, kind: helm}]\n").find("4:33 error /dependencies/0/kind: ") == 0);
}
