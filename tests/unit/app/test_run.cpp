#include <doctest/doctest.h>

#include "core/util/json.hpp"
#include "tests/support/folder.hpp"
#include "tests/unit/app/program.hpp"

using namespace gimlet;

using test::Ran;
using test::run;

namespace {

constexpr const char* artifact =
    R"({"id": "a/b-1", "version": {"repositoryName": "a/b", "sha": "abc", "message": "Hello\nthere"}})";

}  // namespace

TEST_CASE("run: an artifact from standard input is stored with the clock's time") {
  const test::Folder folder;
  const std::map<std::string, std::string> variables{{"HOME", folder.path().string()}};
  const Ran pushed = run({"artifact", "push", "-f", "-", "-o", "json"}, variables, artifact);
  CHECK(pushed.code == 0);
  const Json document = parse_json(pushed.out, "stdout");
  CHECK(document["artifact"]["created"] == 1700000000);
  CHECK(document["changed"] == true);
  const Ran listed = run({"artifact", "list"}, variables, "", true);
  CHECK(listed.out.find("just now") != std::string::npos);
  CHECK(listed.out.find("Hello") != std::string::npos);
  CHECK(listed.out.find("there") == std::string::npos);
}

TEST_CASE("run: errors go to stderr, and to stdout as JSON where JSON was asked for") {
  const test::Folder folder;
  const std::map<std::string, std::string> variables{{"HOME", folder.path().string()}};
  const Ran text = run({"artifact", "show", "nope"}, variables);
  CHECK(text.code == 3);
  CHECK(text.out.empty());
  CHECK(text.err.find("gimlet: there is no artifact \"nope\"") == 0);
  const Ran json = run({"artifact", "show", "nope", "--output=json"}, variables);
  CHECK(parse_json(json.out, "stdout")["error"]["code"] == 3);
  const Ran usage = run({"artifact", "shw"}, {{"GIMLET_OUTPUT", "json"}});
  CHECK(usage.code == 2);
  CHECK(parse_json(usage.out, "stdout")["error"]["code"] == 2);
}

TEST_CASE("run: without HOME the store's place must be named") {
  const Ran ran = run({"artifact", "list"}, {});
  CHECK(ran.code == 2);
  CHECK(ran.err.find("--store PATH") != std::string::npos);
}
