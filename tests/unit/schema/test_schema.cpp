#include <string>

#include <doctest/doctest.h>

#include "core/schema/metaschemas.hpp"
#include "core/schema/schema.hpp"
#include "core/yaml/yaml.hpp"
#include "tests/support/failure.hpp"

using namespace gimlet;
using schema::validate;

namespace {

std::string described(const std::string& schema, const std::string& values) {
  return schema::describe(validate(schema, yaml::read(values)));
}

std::string error_of(const std::string& schema, const std::string& values = "{}") {
  return test::failure([&] { validate(schema, yaml::read(values)); });
}

}  // namespace

TEST_CASE("schema: violations are a tree") {
  const auto violations = validate(
      R"({"properties": {"a": {"anyOf": [{"type": "string"}, {"minimum": 5}]}}})", yaml::read("a: 1"));
  REQUIRE(violations.size() == 1);
  CHECK(violations[0].pointer == "/a");
  CHECK(violations[0].message == "'anyOf' failed");
  REQUIRE(violations[0].causes.size() == 2);
  CHECK(violations[0].causes[1].pointer == "/a");
  CHECK(violations[0].causes[1].message == "minimum: got 1, want 5");
  CHECK(schema::describe(violations) ==
        "- at '/a': 'anyOf' failed\n  - at '/a': got number, want string\n  - at '/a': minimum: got 1, want "
        "5\n");
}

TEST_CASE("schema: the order is that of names, whatever the schema's is") {
  const std::string schema =
      R"({"additionalProperties": {"type": "string"}, "required": ["z"], "maxProperties": 2})";
  CHECK(described(schema, "{c: 1, a: 2, b: 3}") ==
        "- at '': maxProperties: got 3, want 2\n- at '': missing property 'z'\n- at '/a': got number, want "
        "string\n"
        "- at '/b': got number, want string\n- at '/c': got number, want string\n");
  CHECK(described(R"({"additionalProperties": false})", "{c: 1, a: 2}") ==
        "- at '': additional properties 'a', 'c' not allowed\n");
}

TEST_CASE("schema: a report names the chart, and schemas that are wrong are part of it") {
  CHECK(schema::report("web", R"({"type": "object"})", yaml::read("{}")).empty());
  CHECK(schema::report("web", R"({"type": "array"})", yaml::read("{}")) ==
        "web:\n- at '': got object, want array\n");
  CHECK(schema::report("web", "{", yaml::read("{}")) == "web:\nunexpected EOF");
}

TEST_CASE("schema: nothing is loaded from elsewhere") {
  for (const char* url : {"https://example.com/x.json", "http://json-schema.org/draft-03/schema#",
                          "other.json", "file:///etc/passwd", "ftp://x/y"}) {
    CAPTURE(url);
    const std::string error = error_of(std::string(R"({"$ref": ")") + url + "\"}");
    CHECK(error.find("failing loading \"") == 0);
    CHECK(
        error.find(
            "schemas are not fetched from other places [put what it refers to into the schema itself, below "
            "\"$defs\"]") != std::string::npos);
  }
  CHECK(error_of(R"({"$schema": "https://example.com/draft"})").find("failing loading") == 0);
}

TEST_CASE("schema: meta-schemas are schemas of themselves") {
  for (const char* name : {"draft-04", "draft-06", "draft-07", "draft/2019-09", "draft/2020-12"}) {
    CAPTURE(name);
    const auto text = schema::find_metaschema(std::string("https://json-schema.org/") + name + "/schema");
    REQUIRE(text.has_value());
    CHECK(validate(*text, yaml::read(*text)).empty());
    CHECK(!validate(*text, yaml::read("{properties: {a: {type: wrong}}}")).empty());
  }
}

TEST_CASE("schema: time and depth are bounded") {
  // Every level is checked twice: 2^40 steps.
  std::string doubling = R"({"$ref": "#/$defs/d0", "$defs": {)";
  for (int i = 0; i < 40; ++i) {
    const std::string next = R"({"$ref": "#/$defs/d)" + std::to_string(i + 1) + "\"}";
    doubling.append("\"d").append(std::to_string(i)).append(R"(": {"allOf": [)");
    doubling.append(next).append(",").append(next).append("]},");
  }
  CHECK(error_of(doubling + R"("d40": {}}})") == "checking takes more than 5000000 steps");

  std::string chain = R"({"$ref": "#/$defs/d0", "$defs": {)";
  for (int i = 0; i < 5000; ++i) {
    chain += "\"d" + std::to_string(i) + R"(": {"$ref": "#/$defs/d)" + std::to_string(i + 1) + "\"},";
  }
  // The sanitizers' frames are so large that the stack ends first.
#ifdef __SANITIZE_ADDRESS__
  constexpr int many = 100;
#else
  constexpr int many = 300;
#endif
  const auto too_deep = [](const std::string& error) {
    return error == "checking goes deeper than 3000 schemas" ||
           error == "checking takes more than 4 MiB of stack";
  };
  CHECK(too_deep(error_of(chain + R"("d5000": {}}})")));

  const auto nested = [](int levels, const std::string& innermost) {
    std::string text;
    for (int i = 0; i < levels; ++i) text += R"({"properties":{"a":)";
    return text + innermost + std::string(2 * static_cast<std::size_t>(levels), '}');
  };
  CHECK(error_of(nested(many, "{}")).empty());
  CHECK(error_of(nested(600, "{}")) == "nested deeper than 1000 levels");

  std::string values = "1";
  for (int i = 0; i < 2 * many; ++i) values.insert(0, "[").append("]");
  CHECK(error_of(R"({"items": {"$ref": "#"}})", values).empty());
  CHECK(too_deep(error_of(R"({"allOf": [{"allOf": [{"allOf": [{"items": {"$ref": "#"}}]}]}]})", values)));
}

TEST_CASE("schema: many items are compared in linear time") {
  std::string values = "a: [";
  for (int i = 0; i < 20000; ++i) values += std::to_string(i) + ",";
  CHECK(described(R"({"properties": {"a": {"uniqueItems": true}}})", values + "7]") ==
        "- at '/a': items at 7 and 20,000 are equal\n");
}
