#include <bit>
#include <cmath>
#include <random>

#include <doctest/doctest.h>

#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "core/util/json_pointer.hpp"
#include "core/util/json_rounded.hpp"
#include "tests/support/seed.hpp"

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

TEST_CASE("json: a NUL does not end the text") {
  using namespace std::string_literals;
  CHECK(failure("{}\0x"s) == "a.json:1:3: not valid JSON: there is a NUL character in it");
  CHECK(failure("\0"s) == "a.json:1:1: not valid JSON: there is a NUL character in it");
  CHECK(failure("{\n\0}"s) == "a.json:2:1: not valid JSON: there is a NUL character in it");
  CHECK(parse_json(R"("a\u0000b")", "a.json") == "a\0b"s);
}

TEST_CASE("json: an integer that 64 bits cannot hold is an error, or rounded where Go rounds it") {
  CHECK(failure("18446744073709551616") == "a.json: the integer 18446744073709551616 has more than 64 bits");
  CHECK(failure(R"({"a":[1,{"b/c":-9223372036854775809}]})") ==
        "a.json: the integer -9223372036854775809 has more than 64 bits (at /a/1/b~1c)");
  CHECK(failure(R"([{},[2],[18446744073709551616]])").find("(at /2/0)") != std::string::npos);
  CHECK(failure(R"({"a":{"x":1},"b":18446744073709551616})").find("(at /b)") != std::string::npos);
  CHECK(
      dump_json(parse_json("[18446744073709551615,-9223372036854775808,18446744073709551616.0,1e30]", "a")) ==
      "[18446744073709551615,-9223372036854775808,1.8446744073709552e+19,1e+30]");
  CHECK(parse_json_rounded("[18446744073709551616]", "a")[0].is_number_float());
}

TEST_CASE("json: a fraction that a double cannot hold is an error, and any other comes back") {
  CHECK(failure(R"({"x":[123456789012345678901234567890.5]})") ==
        "a.json: the number 123456789012345678901234567890.5 has more digits than a double keeps (at /x/0)");
  for (const char* text : {"9007199254740993.0", "0.3333333333333333333", "1.00000000000000000001", "1e-400",
                           "-3.141592653589793238", "1.23456789012345678E300"}) {
    CAPTURE(text);
    CHECK(failure(text).find("has more digits than a double keeps") != std::string::npos);
    CHECK(parse_json_rounded(text, "a").is_number_float());
  }
  // As jq 1.5 writes 0.1 and 3.14; 2^64 and 0.1's double written out; the smallest double.
  for (const char* text :
       {"1E5", "0.0", "-0.0", "0e5", "0.10", "100.250", "1e-7", "1E+05", "0.10000000000000001",
        "3.1400000000000001", "18446744073709551616.0", "5e-324", "1.7976931348623157e308", "0.001e3",
        "0.1000000000000000055511151231257827021181583404541015625", "123456789012345.5"}) {
    CAPTURE(text);
    CHECK(parse_json(text, "a") == parse_json_rounded(text, "a"));
  }
  // What is written is read again.
  std::mt19937_64 random(test::random_seed(1));
  for (int i = 0; i < 100'000; ++i) {
    const auto value = std::bit_cast<double>(random());
    if (!std::isfinite(value)) continue;
    const std::string text = dump_json(Json(value));
    if (parse_json(text, "a") != value) FAIL(text);
  }
}

TEST_CASE("JSON pointers: keys are escaped, and read back") {
  CHECK(pointer_to("/a", "b/c~d") == "/a/b~1c~0d");
  CHECK(pointer_to("", std::size_t{3}) == "/3");
  CHECK(unescape_segment("b~1c~0d~01~2") == "b/c~d~1~2");
  CHECK(unescape_segment(escape_segment("~1/~0")) == "~1/~0");
}
