#include <map>
#include <sstream>

#include <doctest/doctest.h>

#include "app/run.hpp"
#include "core/util/json.hpp"
#include "tests/support/folder.hpp"

using namespace gimlet;

namespace {

class FixedClock : public Clock {
 public:
  [[nodiscard]] std::chrono::system_clock::time_point now() const override {
    return std::chrono::system_clock::time_point(std::chrono::seconds(1700000000));
  }
};

struct Ran {
  int code = 0;
  std::string out;
  std::string err;
};

// Runs the program in this process, with the given environment variables alone.
Ran run(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& variables,
        const std::string& input = "", bool terminal = false) {
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  const FixedClock clock;
  const auto variable = [&](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
  app::Environment environment{in, out, err, terminal, terminal, clock, variable};
  const int code = app::run(arguments, environment);
  return {code, out.str(), err.str()};
}

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
