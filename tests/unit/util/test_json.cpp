#include <doctest/doctest.h>

#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "core/util/json_pointer.hpp"

using namespace gimlet;

namespace {

std::string failure(std::string_view text, const JsonLimits& limits = {}) {
  try {
    parse_json(text, "a.json", limits);
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::bad_input);
    return error.str();
  }
  return "";
}

}  // namespace

TEST_CASE("json: keys keep their order and numbers their form") {
  const std::string text = R"({"b":1,"a":{"z":1.0,"y":12345678901234567}})";
  CHECK(dump_json(parse_json(text, "a.json")) == text);
}

TEST_CASE("json: errors carry line and column") {
  CHECK(failure("{\n  \"a\": 1,\n}").find("a.json:3:1: not valid JSON: ") == 0);
  CHECK(failure("{\"a\": ").find("a.json:1:") == 0);
  CHECK(failure("  \n").find("the document is empty") != std::string::npos);
  CHECK(failure("{\"a\": \"\xFF\"}").find("a.json:1:8") == 0);
}

TEST_CASE("json: depth and size are bounded") {
  CHECK(failure(std::string(10000, '[')).find("nested deeper than 256 levels") != std::string::npos);
  CHECK(failure("[" + std::string(100, '[') + std::string(100, ']') + "]", {.max_bytes = 20})
            .find("more than the limit") != std::string::npos);
}

TEST_CASE("json: find_member ignores case, exact spelling wins, the last of several counts") {
  const Json object = parse_json(R"({"App":"x","APP":"y","b":1})", "a.json");
  CHECK(*find_member(object, "app") == "y");
  CHECK(*find_member(object, "App") == "x");
  CHECK(find_member(object, "c") == nullptr);
}

TEST_CASE("json: of a repeated key the last value counts, where the key first stood") {
  CHECK(dump_json(parse_json(R"({"a":1,"b":{"c":1,"c":[2]},"a":3,"d":4,"a":{"x":5}})", "a.json")) ==
        R"({"a":{"x":5},"b":{"c":[2]},"d":4})");
}

TEST_CASE("json: an object of very many keys is read in reasonable time") {
  std::string text = "{";
  for (int i = 0; i < 1'000'000; ++i) text += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":1";
  CHECK(parse_json(text + "}", "a.json").size() == 1'000'000);
}

TEST_CASE("json: what is written is what was read") {
  for (const char* text : {"null", "[]", "{}", R"([1,-1,1.5,18446744073709551615,true,false,null,"\u0001é"])",
                           R"({"":{"":[[],{}]}})"}) {
    CHECK(dump_json(parse_json(text, "a.json")) == text);
  }
  CHECK(failure("1e999").find("not valid JSON") != std::string::npos);
  CHECK(failure("[1] x").find("a.json:1:5: not valid JSON") == 0);
}

TEST_CASE("JSON pointers: keys are escaped, and read back") {
  CHECK(pointer_to("/a", "b/c~d") == "/a/b~1c~0d");
  CHECK(pointer_to("", std::size_t{3}) == "/3");
  CHECK(unescape_segment("b~1c~0d~01~2") == "b/c~d~1~2");
  CHECK(unescape_segment(escape_segment("~1/~0")) == "~1/~0");
}
