#include <limits>

#include <doctest/doctest.h>

#include "tests/unit/sprig/call.hpp"

using namespace gimlet;
using namespace gimlet::test;

TEST_CASE("toYaml and toJson") {
  const Value map = dict({"b", list({1, "yes"}), "a", 1e6});
  CHECK(text("toYaml", {map}) == "a: 1000000\nb:\n- 1\n- \"yes\"");
  CHECK(text("toYamlPretty", {map}) == "a: 1e+06\nb:\n  - 1\n  - \"yes\"");
  CHECK(text("toYaml", {nullptr}) == "null");
  CHECK(text("toJson", {map}) == R"({"a":1000000,"b":[1,"yes"]})");
  CHECK(text("toJson", {"<a>"}) == R"("\u003ca\u003e")");
  CHECK(text("toRawJson", {"<a>"}) == "\"<a>\"");
  CHECK(text("toPrettyJson", {dict({"a", list({1})})}) == "{\n  \"a\": [\n    1\n  ]\n}");
}

TEST_CASE("what cannot be written is empty, or an error with must") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(text("toJson", {infinity}).empty());
  CHECK(text("toYaml", {"\x7f"}).empty());
  CHECK(error("mustToJson", {infinity}) == "json: unsupported value: +Inf");
}

TEST_CASE("fromYaml and fromJson give a map, or the error in one") {
  CHECK(text("fromYaml", {"a: 1\nb: [x, yes]\nc: 0777"}) == "map[a:1 b:[x true] c:511]");
  CHECK(call("fromYaml", {"a: 1"}).find("a")->is_float());
  CHECK(text("fromYaml", {""}) == "map[]");
  CHECK(text("fromYaml", {"- a"}) ==
        "map[Error:error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value "
        "of type "
        "map[string]interface {}]");
  CHECK(text("fromYaml", {"a: b: c"}) ==
        "map[Error:error converting YAML to JSON: yaml: mapping values are not allowed in this context]");
  CHECK(text("fromYamlArray", {"[a, 1]"}) == "[a 1]");
  CHECK(text("fromYamlArray", {"a: 1"}) ==
        "[error unmarshaling JSON: while decoding JSON: json: cannot unmarshal object into Go value of type "
        "[]interface {}]");
  CHECK(text("fromJson", {R"({"a":1,"b":[1,2]})"}) == "map[a:1 b:[1 2]]");
  CHECK(text("fromJson", {"[1]"}) ==
        "map[Error:json: cannot unmarshal array into Go value of type map[string]interface {}]");
  CHECK(text("fromJson", {"bad"}) == "map[Error:invalid character 'b' looking for beginning of value]");
  CHECK(text("fromJsonArray", {R"([1,"a"])"}) == "[1 a]");
  const auto nested = [](std::size_t lists) { return std::string(lists, '[') + std::string(lists, ']'); };
  CHECK(text("fromJsonArray", {nested(1000)}) == nested(1000));
  CHECK(text("fromJsonArray", {nested(1001)}).find("nested deeper than 1000 levels") != std::string::npos);
  CHECK(call("mustFromJson", {"12"}).is_float());
}

TEST_CASE("base64 and digests") {
  CHECK(text("b64enc", {std::string("a\0b", 3)}) == "YQBi");
  CHECK(text("b64dec", {"aGk="}) == "hi");
  CHECK(text("b64dec", {"!!"}) == "illegal base64 data at input byte 0");
  CHECK(text("sha256sum", {"a"}) == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb");
  CHECK(text("sha1sum", {"a"}) == "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8");
  CHECK(text("sha512sum", {"a"}).starts_with("1f40fc92da241694"));
  CHECK(text("adler32sum", {"a"}) == "6422626");
}

TEST_CASE("paths") {
  CHECK(text("base", {"/a/b.c"}) == "b.c");
  CHECK(text("base", {""}) == ".");
  CHECK(text("base", {"a//"}) == "a");
  CHECK(text("base", {"//"}) == "/");
  CHECK(text("dir", {"/a/b.c"}) == "/a");
  CHECK(text("dir", {"x"}) == ".");
  CHECK(text("dir", {"/"}) == "/");
  CHECK(text("ext", {"b.tar.gz"}) == ".gz");
  CHECK(text("ext", {"a.b/c"}).empty());
  CHECK(text("clean", {"a/../b//c"}) == "b/c");
  CHECK(text("clean", {"/../a/."}) == "/a");
  CHECK(text("clean", {"../../a"}) == "../../a");
  CHECK(call("isAbs", {"/a"}).as_bool());
  CHECK(text("osBase", {"/a/b"}) == "b");
}

TEST_CASE("errors of JSON are worded as encoding/json words them") {
  const auto why = [](const char* document) { return error("mustFromJson", {document}); };
  CHECK(why("") == "unexpected end of JSON input");
  CHECK(why("[1, 2") == "unexpected end of JSON input");
  CHECK(why("[1 2]") == "invalid character '2' after array element");
  CHECK(why("{a: 1}") == "invalid character 'a' looking for beginning of object key string");
  CHECK(why("{\"a\" 1}") == "invalid character '1' after object key");
  CHECK(why("{\"a\": 1 \"b\"}") == "invalid character '\"' after object key:value pair");
  CHECK(why("1 2") == "invalid character '2' after top-level value");
  CHECK(why("tru!") == "invalid character '!' in literal true (expecting 'e')");
  CHECK(why("\"\\x\"") == "invalid character 'x' in string escape code");
  CHECK(why("\"\\u12'\"") == "invalid character '\\'' in \\u hexadecimal character escape");
  CHECK(why("\"\n\"") == "invalid character '\\n' in string literal");
  CHECK(why("-") == "invalid character ' ' in numeric literal");
  CHECK(why("-a") == "invalid character 'a' in numeric literal");
  CHECK(why("1.x") == "invalid character 'x' after decimal point in numeric literal");
  CHECK(why("1ex") == "invalid character 'x' in exponent of numeric literal");
  CHECK(why("01") == "invalid character '1' after top-level value");
  CHECK(why("[[],{},{\"a\":[{\"b\":null}]}]").starts_with("no error"));
  CHECK(why("\xe9") == "invalid character 'é' looking for beginning of value");
}

TEST_CASE("random texts have the length and the characters asked for") {
  CHECK(call("randAlphaNum", {300}).as_string().size() == 300);
  CHECK(call("regexMatch", {"^[0-9]{40}$", call("randNumeric", {40})}).as_bool());
  CHECK(call("regexMatch", {"^[A-Za-z]{40}$", call("randAlpha", {40})}).as_bool());
  CHECK(call("regexMatch", {"^[ -~]{40}$", call("randAscii", {40})}).as_bool());
  CHECK(text("randAlpha", {40}) != text("randAlpha", {40}));
  CHECK(text("randAlpha", {0}).empty());
  CHECK(text("randAlpha", {-1}).empty());
  CHECK(call("uuidv4").as_string().size() == 36);
}
