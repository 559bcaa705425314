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

TEST_CASE("content_id: what names a build does not count, wherever it stands") {
  const auto run = [](const std::string& number, const std::string& attempt, const std::string& who) {
    return id_of(R"({"version":{"repositoryName":"o/r","sha":"abc"},"context":{"GITHUB_RUN_ID":")" + number +
                 R"(","GITHUB_RUN_ATTEMPT":")" + attempt + R"(","ACTOR":")" + who +
                 R"(","BRANCH":"main"},"items":[{"name":"CI","url":"https://github.com/o/r/actions/runs/)" +
                 number + R"("}]})");
  };
  CHECK(run("1234567890", "1", "jane") == run("9876543210", "2", "joe"));
  const auto jenkins = [](const std::string& url, const std::string& number) {
    return id_of(R"({"version":{"repositoryName":"o/r"},"vars":{"BUILD_URL":")" + url +
                 R"(","BUILD_NUMBER":")" + number + R"("},"items":[{"url":")" + url +
                 R"(console","image":"r:)" + number + R"("}]})");
  };
  CHECK(jenkins("https://ci/job/1/", "1") !=
        jenkins("https://ci/job/2/", "2"));  // a short number may be anything
  CHECK(id_of(R"({"version":{"repositoryName":"o/r"},"context":{"BRANCH":"main"}})") !=
        id_of(R"({"version":{"repositoryName":"o/r"},"context":{"BRANCH":"live"}})"));
  CHECK(id_of(R"({"version":{"repositoryName":"o/r"},"items":[{"ACTOR":"jane"}]})") !=
        id_of(R"({"version":{"repositoryName":"o/r"},"items":[{"ACTOR":"joe"}]})"));
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
