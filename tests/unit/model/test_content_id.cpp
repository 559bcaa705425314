#include <doctest/doctest.h>

#include "core/model/content_id.hpp"
#include "core/util/json.hpp"

using namespace gimlet;
using namespace gimlet::model;

namespace {

std::string id_of(const std::string& text) {
  return content_id(parse_json(text, "artifact"));
}

}  // namespace

TEST_CASE("content_id: key order, id and created do not count, and everything else does") {
  const auto same = [](const char* a, const char* b) {
    return same_content(parse_json(a, "a"), parse_json(b, "b"));
  };
  CHECK(same(R"({"id":"x","a":{"p":1,"q":[1,2]},"b":2})",
             R"({"b":2,"a":{"q":[1,2],"p":1},"Created":5,"ID":"y"})"));
  CHECK_FALSE(same(R"({"a":[1,2]})", R"({"a":[2,1]})"));
  CHECK_FALSE(same(R"({"a":1})", R"({"a":1,"b":null})"));
  CHECK_FALSE(same(R"({"a":{"id":"x"}})", R"({"a":{"id":"y"}})"));
  CHECK_FALSE(same(R"({"a":"1"})", R"({"a":1})"));
  CHECK_FALSE(same(R"({"a":1})", R"([])"));
}

TEST_CASE("content_id: the repository's name, and a uuid of version 5") {
  const std::string id = id_of(R"({"version":{"repositoryName":"o/r","sha":"abc"}})");
  CHECK(id == "o/r-65887bed-bae4-5b17-87db-e0c74e15a669");
  CHECK(id_of(R"({"Version":{"sha":"abc","repositoryName":"o/r"},"created":7,"id":"x"})") !=
        id);  // a key of another spelling
  CHECK(id_of(R"({"version":{"sha":"abc","repositoryName":"o/r"},"created":7,"id":"x"})") == id);
}

namespace {

Json document(const char* version, const char* context, const char* vars = "{}", const char* items = "[]",
              const char* manifest = "a: 1") {
  Json result = Json::object();
  result["version"] = parse_json(version, "version");
  result["context"] = parse_json(context, "context");
  result["vars"] = parse_json(vars, "vars");
  result["items"] = parse_json(items, "items");
  result["environments"] = Json::array({{{"app", "web"}, {"env", "staging"}, {"manifests", manifest}}});
  return result;
}

constexpr const char* version = R"({"repositoryName":"o/r","sha":"0123456789abcdef","branch":"main"})";

}  // namespace

TEST_CASE("content_id: what names a run does not count, nor its page") {
  const auto run = [](const std::string& number, const std::string& attempt, const std::string& who) {
    return id_of(
        R"({"version":{"repositoryName":"o/r","sha":"abc","url":"https://github.com/o/r/actions/runs/)" +
        number + R"("},"context":{"GITHUB_RUN_ID":")" + number + R"(","GITHUB_RUN_ATTEMPT":")" + attempt +
        R"(","ACTOR":")" + who +
        R"(","BRANCH":"main"},"items":[{"name":"CI","url":"https://github.com/o/r/actions/runs/)" + number +
        "/attempts/" + attempt + R"("},{"run":")" + number + R"("}]})");
  };
  CHECK(run("1234567890", "1", "jane") == run("9876543210", "2", "joe"));
  const auto jenkins = [](const std::string& number, const std::string& behind, const std::string& image) {
    const std::string url = "https://ci/job/" + number + "/";
    return id_of(R"({"version":{"repositoryName":"o/r"},"vars":{"BUILD_URL":")" + url +
                 R"(","BUILD_NUMBER":")" + number + R"("},"items":[{"url":")" + url + behind +
                 R"(","image":")" + image + R"("}]})");
  };
  CHECK(jenkins("1", "console", "r") == jenkins("2", "console", "r"));
  CHECK(jenkins("1", "console", "r") != jenkins("2", "changes", "r"));
  CHECK(jenkins("1", "console", "r:1") != jenkins("2", "console", "r:2"));
  CHECK(jenkins("1", "", "1") != jenkins("2", "", "2"));  // a short number may be anything
}

TEST_CASE("content_id: of items and context, names count as they do in CI, and others count") {
  const auto same = [](const char* items, const char* others) {
    return same_content(document(version, R"({"CI_PIPELINE_ID":"1234567"})", "{}", items),
                        document(version, R"({"CI_PIPELINE_ID":"7654321"})", "{}", others));
  };
  CHECK(same(R"([{"ACTOR":"jane"}])", R"([{"ACTOR":"joe"}])"));
  CHECK(same(R"([{"pipeline":"1234567"}])", R"([{"pipeline":"7654321"}])"));
  CHECK(same(R"([{"url":"https://g/-/pipelines/1234567?x=1"}])",
             R"([{"url":"https://g/-/pipelines/7654321?x=1"}])"));
  CHECK_FALSE(same(R"([{"url":"r/web:1234567"}])", R"([{"url":"r/web:7654321"}])"));
  CHECK_FALSE(same(R"([{"url":"https://r/web/1234567"}])", R"([{"url":"https://r/web/7654321"}])"));
  CHECK_FALSE(same(R"([{"image":"web:1234567"}])", R"([{"image":"web:7654321"}])"));
  CHECK_FALSE(same(R"([{"author":"jane"}])", R"([{"author":"joe"}])"));
}

TEST_CASE("content_id: another commit is another artifact, however builds are named") {
  for (const char* name : {"BUILD_DISPLAY_NAME", "BUILD_BUILDNUMBER", "BUILD_TAG"}) {
    const auto build = [&](const std::string& sha) {
      Json made = document(version, "{}", "{}",
                           R"([{"url":"https://ci/jobs/)"
                           R"("}])");
      made["version"]["sha"] = sha;
      made["context"][name] = sha;
      made["items"][0]["commit"] = sha;
      return made;
    };
    CHECK_FALSE(same_content(build("0123456789abcdef"), build("fedcba9876543210")));
    CHECK(content_of(build("0123456789abcdef")).find(R"("commit":"0123456789abcdef")") != std::string::npos);
  }
  for (const char* field : {"message", "authorName", "tag", "branch", "repositoryName"}) {
    const auto build = [&](const char* value) {
      Json made = document(version, R"({"CI_JOB_ID":"11111111"})");
      made["context"]["CI_JOB_ID"] = value;
      made["version"][field] = value;
      return made;
    };
    CHECK_FALSE(same_content(build("11111111"), build("22222222")));
  }
}

TEST_CASE("content_id: who started a build is no part of it, and is not looked for elsewhere") {
  const auto build = [](const char* who) {
    Json made = document(R"({"repositoryName":"gina88/web","sha":"abc"})",
                         R"({"OWNER":"gina88","CI_PROJECT_URL":"https://gitlab.com/gina88/web"})", "{}",
                         R"([{"url":"https://gitlab.com/gina88/web"}])");
    for (const char* name : {"ACTOR", "GITLAB_USER_LOGIN", "GITHUB_TRIGGERING_ACTOR", "CIRCLE_USERNAME"}) {
      made["context"][name] = who;
    }
    return made;
  };
  CHECK(same_content(build("gina88"), build("robert9")));
}

TEST_CASE("content_id: of vars the run's own are left out, and values that somebody chose count") {
  const auto same = [](const char* vars, const char* others) {
    return same_content(document(version, "{}", vars), document(version, "{}", others));
  };
  CHECK(same(R"({"BUILD_TAG":"jenkins-web-12","GITHUB_OUTPUT":"/a","CIRCLE_INTERNAL_SCRATCH":"1"})",
             R"({"BUILD_TAG":"jenkins-web-13","GITHUB_OUTPUT":"/b","CIRCLE_INTERNAL_SCRATCH":"2"})"));
  CHECK_FALSE(same(R"({"BUILD_TAG":"jenkins-web-12","IMAGE":"acme/web:jenkins-web-12"})",
                   R"({"BUILD_TAG":"jenkins-web-13","IMAGE":"acme/web:jenkins-web-13"})"));
  CHECK_FALSE(same(R"({"BUILD_TAG":"jenkins-web-12","IMAGE":"jenkins-web-12"})",
                   R"({"BUILD_TAG":"jenkins-web-13","IMAGE":"jenkins-web-13"})"));
  CHECK_FALSE(
      same(R"({"ACTOR":"alice99","WHO":"team-alice99"})", R"({"ACTOR":"robert9","WHO":"team-robert9"})"));
  // Gimlet's plug-ins: JOB is the number of the build.
  CHECK(same(R"({"CI_PIPELINE_ID":"7","JOB":"7"})", R"({"CI_PIPELINE_ID":"8","JOB":"8"})"));
  CHECK_FALSE(same(R"({"CI_PIPELINE_ID":"7","JOB":"ship"})", R"({"CI_PIPELINE_ID":"8","JOB":"build"})"));
}

TEST_CASE("content_id: what a manifest's template names counts") {
  const auto same = [](const char* manifest) {
    return same_content(document(version, R"({"BUILD_NUMBER":"12","GITHUB_RUN_ID":"1234567"})", "{}",
                                 R"([{"tag":"1234567"}])", manifest),
                        document(version, R"({"BUILD_NUMBER":"13","GITHUB_RUN_ID":"7654321"})", "{}",
                                 R"([{"tag":"7654321"}])", manifest));
  };
  CHECK(same("image: acme/web"));
  CHECK(same("image: BUILD_NUMBER"));
  CHECK(same("image: {{ .BUILD_NUMBERS }}"));
  CHECK_FALSE(same("image: acme/web:{{ .BUILD_NUMBER }}"));
  CHECK_FALSE(same("image: {{ index . \"BUILD_NUMBER\" }}"));
  CHECK_FALSE(same("image: {{.BUILD_NUMBER}}"));
  CHECK_FALSE(same("image: acme/web:{{ .tag }}"));
}

TEST_CASE("content_id: an id of its own kind is known") {
  CHECK(is_content_id("o/r-65887bed-bae4-5b17-87db-e0c74e15a669"));
  CHECK_FALSE(is_content_id("o/r-65887bed-bae4-4b17-87db-e0c74e15a669"));  // a random one, as GimletD's
  CHECK_FALSE(is_content_id("o/r-65887bed-bae4-5b17-87db-e0c74e15a66"));
  CHECK_FALSE(is_content_id("o/r-65887BED-bae4-5b17-87db-e0c74e15a669"));
  CHECK_FALSE(is_content_id("65887bed-bae4-5b17-87db-e0c74e15a669"));
  CHECK_FALSE(is_content_id("o/r-1"));
  CHECK_FALSE(is_content_id(""));
}

TEST_CASE("content_id: what is no artifact has an id, too, and does not end the program") {
  for (const char* text :
       {"1", "[]", "{}", R"({"version":1})", R"({"version":{"repositoryName":7},"context":[]})"}) {
    CHECK(id_of(text).size() == 37);
  }
}
