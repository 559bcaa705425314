#include <doctest/doctest.h>

#include "core/util/error.hpp"
#include "core/util/json.hpp"

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
