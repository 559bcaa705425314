#include <string>

#include <doctest/doctest.h>

#include "core/yaml/json.hpp"
#include "core/yaml/yaml.hpp"

using namespace gimlet;

namespace {

std::string as_json(const std::string& text, const yaml::ReadOptions& options = {}) {
  return yaml::marshal_json(yaml::read(text, options));
}

std::string error_of(const std::string& text, const yaml::ReadOptions& options = {}) {
  try {
    yaml::read(text, options);
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::bad_input);
    return error.str();
  }
  return "no error";
}

}  // namespace

TEST_CASE("scalars are read as YAML 1.1") {
  CHECK(as_json("[y, Yes, on, TRUE, n, No, OFF, false]") == "[true,true,true,true,false,false,false,false]");
  CHECK(as_json("[tRuE, yEs, Y, '']") == R"(["tRuE","yEs",true,""])");
  CHECK(as_json("[~, null, Null, NULL, ]") == "[null,null,null,null]");
  CHECK(as_json("[0777, 0o17, 0x1F, 0b11, 1_000, -0b11, +1, 08, 010]") == "[511,15,31,3,1000,-3,1,8,8]");
  CHECK(as_json("[1., .5, +.5, 1e3, 6.02e23, 1e400, .5_5, ._5]") ==
        R"([1,0.5,0.5,1000,6.02e+23,"1e400",0.55,"._5"])");
  CHECK(as_json("[12:30:45, 2001-01-01, 2001-12-14t21:59:43.10-05:00]") ==
        R"(["12:30:45","2001-01-01","2001-12-14t21:59:43.10-05:00"])");
  CHECK(as_json("[0x, 0b2, _1, 1e, 1 2, -]") == R"(["0x","0b2","_1","1e","1 2","-"])");
}

TEST_CASE("numbers are float64 for templates and typed for documents that are kept") {
  yaml::ReadOptions typed;
  typed.numbers = yaml::Numbers::typed;
  CHECK(yaml::read("1").is_float());
  const Value value = yaml::read("[1, 1.0, 9223372036854775807, 18446744073709551615]", typed);
  const auto& items = value.as_list().items;
  CHECK(items[0].type_name() == "int64");
  CHECK(items[1].is_float());
  CHECK(items[2].as_int().value == 9223372036854775807);
  CHECK(items[3].is_float());
  CHECK(as_json("9007199254740993") == "9007199254740992");
  CHECK(as_json("9007199254740993", typed) == "9007199254740993");
}

TEST_CASE("infinities and NaN are errors for templates") {
  CHECK(error_of("a: .inf") == "yaml:1:4: json: unsupported value: +Inf");
  CHECK(error_of("a: -.inf") == "yaml:1:4: json: unsupported value: -Inf");
  CHECK(error_of("a: .nan") == "yaml:1:4: json: unsupported value: NaN");
}

TEST_CASE("keys become strings") {
  CHECK(as_json("{1: a, true: b, 1.5: c, y: d, 0x10: e, 2001-01-01: f}") ==
        R"({"1":"a","1.5":"c","16":"e","2001-01-01":"f","true":"d"})");
  CHECK(as_json("{0.1: a}") == R"({"0.1":"a"})");
  CHECK(error_of("{null: b}") == "yaml:1:2: unsupported map key of type null");
  CHECK(error_of("{[a]: b}") == "yaml:1:2: invalid map key: a collection cannot be a key");
  CHECK(error_of("? {a: b}\n: c") == "yaml:1:3: invalid map key: a collection cannot be a key");
}

TEST_CASE("of duplicate keys the last wins") {
  CHECK(as_json("a: 1\na: 2") == R"({"a":2})");
}

TEST_CASE("tags decide the type") {
  CHECK(as_json("!!str 1") == R"("1")");
  CHECK(as_json("!!int '3'") == "3");
  CHECK(yaml::read("!!float 1").is_float());
  CHECK(as_json("!!binary aGVsbG8=") == R"("hello")");
  CHECK(as_json("! 1") == R"("1")");
  CHECK(as_json("!main") == R"("")");
  CHECK(as_json("!main 5") == R"("5")");
  CHECK(error_of("!!int x").find("cannot decode !!str `x` as a !!int") != std::string::npos);
  CHECK(error_of("!!binary '*'").find("invalid base64 data") != std::string::npos);
}

TEST_CASE("mistake 9: an unquoted !main is refused with a hint to quote it") {
  yaml::ReadOptions options;
  options.refuse_local_tags = true;
  options.source = "manifest.yaml";
  try {
    yaml::read("deploy:\n  branch: !main\n", options);
    FAIL("not refused");
  } catch (const Error& error) {
    CHECK(error.str() == "manifest.yaml:2:11: !main is a YAML tag, not text, and leaves the value empty");
    CHECK(error.hint() == "quote the value: \"!main\"");
  }
  CHECK_THROWS_AS(yaml::read("!x [a]", options), Error);
  CHECK(as_json("branch: '!main'", options) == R"({"branch":"!main"})");
  CHECK(as_json("!!str main", options) == R"("main")");
}

TEST_CASE("aliases are copies") {
  const Value value = yaml::read("a: &x {k: 1}\nb: *x\n");
  CHECK(yaml::marshal_json(value) == R"({"a":{"k":1},"b":{"k":1}})");
  value.find("a")->as_map().entries["k"] = "changed";
  CHECK(yaml::marshal_json(value) == R"({"a":{"k":"changed"},"b":{"k":1}})");
  CHECK(as_json("- &k key\n- {*k : 1}") == R"(["key",{"key":1}])");
  CHECK(error_of("a: *x") == "yaml:1:4: unknown anchor 'x' referenced");
  CHECK(error_of("a: &x [*x]") == "yaml:1:8: anchor 'x' value contains itself");
}

TEST_CASE("merge keys") {
  CHECK(as_json("a: &x {k: 1}\nb:\n  <<: *x\n  j: 2") == R"({"a":{"k":1},"b":{"j":2,"k":1}})");
  CHECK(as_json("a: &x {k: 1}\nb:\n  <<: *x\n  k: 2") == R"({"a":{"k":1},"b":{"k":2}})");
  CHECK(as_json("a: &x {k: 1}\nb:\n  k: 2\n  <<: *x") == R"({"a":{"k":1},"b":{"k":1}})");
  CHECK(as_json("- &x {k: 1}\n- &y {k: 2, l: 2}\n- <<: [*x, *y]") ==
        R"([{"k":1},{"k":2,"l":2},{"k":1,"l":2}])");
  CHECK(as_json("'<<': {k: 1}") == R"({"\u003c\u003c":{"k":1}})");
  CHECK(error_of("<<: 5").find("map merge requires map") != std::string::npos);
}

TEST_CASE("documents") {
  CHECK(yaml::read("").is_nil());
  CHECK(yaml::read("# only a comment\n").is_nil());
  CHECK(as_json("a\n---\nb") == R"("a")");
  const auto documents = yaml::read_all("a: 1\n---\n---\nb: 2\n...\n");
  REQUIRE(documents.size() == 3);
  CHECK(documents[1].is_nil());
  CHECK(yaml::marshal_json(documents[2]) == R"({"b":2})");
  CHECK(yaml::read_all("").empty());
}

TEST_CASE("errors say where, and in Go's words for fromYaml") {
  CHECK(error_of("a: b: c") == "yaml:1:5: not valid YAML: mapping values are not allowed in this context");
  CHECK(error_of("a: 1\nb: [1, 2\nc: 3").starts_with("yaml:3:2: not valid YAML: "));
  const auto go_words = [](const std::string& text) -> std::string {
    try {
      yaml::read(text);
    } catch (const yaml::SyntaxError& error) {
      return error.go_message();
    }
    return "no error";
  };
  CHECK(go_words("a: b: c") == "yaml: mapping values are not allowed in this context");
  CHECK(go_words("x: 1\na: b: c") == "yaml: line 2: mapping values are not allowed in this context");
  CHECK(go_words("a: *x") == "yaml: unknown anchor 'x' referenced");
  CHECK(go_words("a: .inf") == "json: unsupported value: +Inf");
}
