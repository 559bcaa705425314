#include <string>

#include <doctest/doctest.h>

#include "core/patch/json6902.hpp"
#include "core/yaml/json.hpp"
#include "core/yaml/yaml.hpp"
#include "tests/support/failure.hpp"

using namespace gimlet;
using patch::read_operations;

namespace {

std::string applied(const std::string& document, const std::string& operations) {
  yaml::ReadOptions options;
  options.numbers = yaml::Numbers::typed;
  Value value = yaml::read(document, options);
  patch::apply_operations(value, read_operations(operations, "patch"));
  return yaml::marshal_json(value);
}

std::string error_of(const std::string& document, const std::string& operations) {
  return test::failure([&] { applied(document, operations); });
}

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

}  // namespace

TEST_CASE("JSON patch: the examples of RFC 6902 that evanphx/json-patch agrees with") {
  CHECK(applied("{foo: bar}", "- {op: add, path: /baz, value: qux}") == R"({"baz":"qux","foo":"bar"})");
  CHECK(applied("{foo: [bar, baz]}", "- {op: add, path: /foo/1, value: qux}") ==
        R"({"foo":["bar","qux","baz"]})");
  CHECK(applied("{baz: qux, foo: bar}", "- {op: remove, path: /baz}") == R"({"foo":"bar"})");
  CHECK(applied("{foo: [bar, qux, baz]}", "- {op: remove, path: /foo/1}") == R"({"foo":["bar","baz"]})");
  CHECK(applied("{baz: qux, foo: bar}", "- {op: replace, path: /baz, value: boo}") ==
        R"({"baz":"boo","foo":"bar"})");
  CHECK(applied("{foo: {bar: baz, waldo: fred}, qux: {corge: grault}}",
                "- {op: move, from: /foo/waldo, path: /qux/thud}") ==
        R"({"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}})");
  CHECK(applied("{foo: [all, grass, cows, eat]}", "- {op: move, from: /foo/1, path: /foo/3}") ==
        R"({"foo":["all","cows","eat","grass"]})");
  CHECK(applied("{baz: qux, foo: [a, 2, c]}",
                "- {op: test, path: /baz, value: qux}\n- {op: test, path: /foo/1, value: 2}") ==
        R"({"baz":"qux","foo":["a",2,"c"]})");
  CHECK(applied("{foo: bar}", "- {op: add, path: /child, value: {grandchild: {}}}") ==
        R"({"child":{"grandchild":{}},"foo":"bar"})");
  CHECK(applied("{foo: bar}", "- {op: add, path: /baz, value: qux, xyz: 123}") ==
        R"({"baz":"qux","foo":"bar"})");
  CHECK(applied("{/: 9, '~1': 10}", "- {op: test, path: /~01, value: 10}") == R"({"/":9,"~1":10})");
  CHECK(error_of("{/: 9, '~1': 10}", "- {op: test, path: /~01, value: '10'}") ==
        "testing value /~01 failed: test failed");
  CHECK(applied("{foo: [bar]}", "- {op: add, path: /foo/-, value: [abc, def]}") ==
        R"({"foo":["bar",["abc","def"]]})");
}

TEST_CASE("JSON patch: tests compare values") {
  CHECK(applied("{a: 1, b: [1.0, {x: ~}]}", R"([{"op":"test","path":"/a","value":1.0},
    {"op":"test","path":"/b","value":[1,{"x":null}]}])") == R"({"a":1,"b":[1,{"x":null}]})");
  for (const char* value : {"'1'", "true", "~", "[1]", "{a: 1}", "2"}) {
    CHECK_MESSAGE(!error_of("{a: 1}", std::string("- {op: test, path: /a, value: ") + value + "}").empty(),
                  value);
  }
  CHECK(error_of("{a: 1}", "- {op: test, path: /a}") == "testing value /a failed: test failed");
  CHECK(error_of("{a: {b: 1}}", "- {op: test, path: /a, value: {b: 1, c: 2}}") ==
        "testing value /a failed: test failed");
}

TEST_CASE("JSON patch: what is no patch") {
  CHECK(error_of("{}", "op: add") ==
        "a JSON patch is a list of operations [write - op: replace, path: /spec/replicas, value: 3]");
  CHECK(error_of("{}", "") ==
        "a JSON patch is a list of operations [write - op: replace, path: /spec/replicas, value: 3]");
  CHECK(error_of("{}", "- add") == "an operation is a map with \"op\" and \"path\"");
  CHECK(error_of("{}", "- {op: [add], path: /a}") ==
        "Unexpected kind: unknown [the operations are add, remove, replace, move, copy and test]");
  CHECK(error_of("{}", "- {op: add, path: 1}") ==
        "add operation failed to decode path: missing value [every operation has a \"path\", a text]");
  CHECK(error_of("{}", "- {op: replace}") ==
        "replace operation failed to decode path: operation missing path field: missing value [every "
        "operation has "
        "a \"path\", a text]");
  CHECK(error_of("{}", "[{\"op\"]").find("patch:1:") == 0);
}

TEST_CASE("JSON patch: a document does not grow without end") {
  const std::string document = "{a: {b: 1}}";
  CHECK(error_of(document,
                 repeated("- {op: copy, from: /a, path: /a/c}\n- {op: copy, from: /a, path: /a/d}\n", 30))
            .find("the patch adds more than 4000000 values") != std::string::npos);
  CHECK(error_of(document, repeated("- {op: copy, from: /a, path: /a/b}\n", 2000))
            .find("nested deeper than 1000") != std::string::npos);
  const std::string deep = repeated("[", 900) + repeated("]", 900);
  CHECK(error_of(document, "- {op: add, path: /a/b, value: " + deep +
                               "}\n- {op: move, from: /a, path: " + repeated("/x", 1) +
                               "}\n- {op: add, path: /x/b" + repeated("/0", 899) + "/-, value: " + deep + "}")
            .find("nested deeper than 1000") != std::string::npos);
}
