#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/go/time.hpp"
#include "core/toml/toml.hpp"
#include "core/util/string.hpp"

using namespace gimlet;

namespace {

// "line:column: message | the library's words" of what is wrong with a text; "" if nothing is.
std::string failure(const std::string& text) {
  try {
    toml::read(text, {"a.toml", nullptr, {}});
    return "";
  } catch (const toml::SyntaxError& error) {
    CHECK(error.code() == ErrorCode::bad_input);
    return error.str() + " | " + error.go_message();
  }
}

std::vector<std::string> entries(const std::string& text) {
  std::vector<std::string> told;
  toml::ReadOptions options;
  options.source = "";
  options.entry = [&](const std::vector<std::string>& key, const Position& at, const Value& value) {
    told.push_back(at.str() + " " + join(key, ".") + " " + value.type_name());
  };
  toml::read(text, options);
  return told;
}

}  // namespace

TEST_CASE("toml: what is wrong stands at a line and a column") {
  CHECK(failure("a = 1\n").empty());
  CHECK(failure("a =\n") ==
        "a.toml:1:4: expected value but found '\\n' instead | "
        "toml: line 1 (last key \"a\"): expected value but found '\\n' instead");
  CHECK(failure("a = 1\nb c\n").starts_with("a.toml:2:3: expected '.' or '=', but got 'c' instead"));
  CHECK(failure("# \xC3\xA9\n\xC3\xA9 = 1\n").starts_with("a.toml:2:1: "));
  CHECK(failure("a = \"\xC3\xA9\" x\n").starts_with("a.toml:1:9: expected a top-level item to end"));
  CHECK(failure("a = 1\n  a = 2\n").starts_with("a.toml:2:3: Key 'a' has already been defined."));
  CHECK(
      failure("[t]\nb = 01\n").starts_with("a.toml:2:5: Invalid integer \"01\": cannot have leading zeroes"));
  CHECK(failure("a = \"x\n").starts_with("a.toml:1:7: strings cannot contain newlines"));
  CHECK(failure("a = \"\xFF\"\n").starts_with("a.toml:1:6: invalid UTF-8 byte: 0xff"));
  CHECK(failure("a = [1,\n 2").starts_with("a.toml:2:3: expected a comma"));
}

TEST_CASE("toml: every key is told with its place") {
  CHECK(entries("a = 1\n\n[t]\n  b.c = \"x\"\n[[l]]\n\"d e\" = {f = true}\n") ==
        std::vector<std::string>{"1:1 a int64", "3:2 t map[string]interface {}", "4:3 t.b.c string",
                                 "5:3 l map[string]interface {}", "6:1 l.d e map[string]interface {}"});
}

TEST_CASE("toml: a time is its text unless the reader makes one of it") {
  CHECK(toml::read("a = 2022-03-04 05:06:07Z\n").find("a")->as_string() == "2022-03-04 05:06:07Z");
  toml::ReadOptions options;
  options.time = [](go::Time time) -> Value { return time.rfc3339(); };
  CHECK(toml::read("a = 2022-03-04t05:06:07z\n", options).find("a")->as_string() == "2022-03-04T05:06:07Z");
}
