#include <doctest/doctest.h>

#include "core/model/release.hpp"
#include "core/util/json.hpp"

using namespace gimlet;
using namespace gimlet::model;

namespace {

Release example() {
  Release release;
  release.app = "web";
  release.env = "staging";
  release.artifact_id = "o/r-1";
  release.triggered_by = "policy";
  release.version.emplace();
  release.version->repository_name = "o/r";
  release.version->sha = "abc";
  release.version->branch = "main";
  release.version->message = "one\ntwo";
  return release;
}

}  // namespace

TEST_CASE("release: the file is one line of compact JSON in wire order, refs empty") {
  Release release = example();
  release.gitops_ref = "0123";
  release.gitops_repo = "repo";
  CHECK(release_file(release) ==
        R"({"app":"web","env":"staging","artifactId":"o/r-1","triggeredBy":"policy","version":{)"
        R"("repositoryName":"o/r","sha":"abc","branch":"main","event":"push","message":"one\ntwo"},)"
        R"("gitopsRef":"","gitopsRepo":"","argocd":"+argocd:skip-file-rendering"})"
        "\n");
}

TEST_CASE("release: what is read from a file of before, without the field for Argo CD, is the same") {
  const auto before =
      parse_release(R"({"app":"web","env":"staging","artifactId":"o/r-1","triggeredBy":"policy",)"
                    R"("version":{"repositoryName":"o/r","sha":"abc","branch":"main",)"
                    R"("event":"push","message":"one\ntwo"},"gitopsRef":"","gitopsRepo":""})"
                    "\n");
  REQUIRE(before.has_value());
  CHECK(to_json(*before) == to_json(example()));
  CHECK_FALSE(to_json(*before).contains("argocd"));
}

TEST_CASE("release: created and rolledBack are written when set, refs as they are") {
  Release release = example();
  release.version.reset();
  release.gitops_ref = "0123";
  release.created = 7;
  release.rolled_back = true;
  CHECK(dump_json(to_json(release)) ==
        R"({"app":"web","env":"staging","artifactId":"o/r-1","triggeredBy":"policy","gitopsRef":"0123",)"
        R"("gitopsRepo":"","created":7,"rolledBack":true})");
}

TEST_CASE("release: what was written is read back") {
  const std::optional<Release> release = parse_release(release_file(example()));
  REQUIRE(release.has_value());
  CHECK(to_json(*release) == to_json(example()));
}

TEST_CASE("release: a hand-made file is no release, and no error") {
  for (const char* text : {"", "{}", "[]", "{\"app\":", "{\"app\":\"a\"}", "{\"app\":1,\"env\":\"e\"}",
                           "text", "{\"app\":\"a\",\"env\":\"e\",\"version\":{\"event\":\"x\"}}"}) {
    CHECK_FALSE_MESSAGE(parse_release(text).has_value(), text);
  }
  CHECK(parse_release(R"({"App":"a","Env":"e","version":{}})").has_value());
}
