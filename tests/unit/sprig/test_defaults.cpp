#include <doctest/doctest.h>

#include "tests/unit/sprig/call.hpp"

using namespace gimlet;
using namespace gimlet::test;

TEST_CASE("default gives way to what is not empty") {
  for (const Value& empty : {Value(), Value(""), Value(0), Value(0.0), Value(false), list({}), dict({})}) {
    CHECK(text("default", {"d", empty}) == "d");
    CHECK(call("empty", {empty}).as_bool());
  }
  CHECK(text("default", {"d", " "}) == " ");
  CHECK(text("default", {"d"}) == "d");
  CHECK_FALSE(call("empty", {call("now")}).as_bool());
}

TEST_CASE("coalesce, all, any and ternary") {
  CHECK(text("coalesce", {0, "", nullptr, "x", "y"}) == "x");
  CHECK(call("coalesce", {0}).is_nil());
  CHECK(call("all", {1, 2}).as_bool());
  CHECK_FALSE(call("all", {1, 0}).as_bool());
  CHECK(call("any", {0, 1}).as_bool());
  CHECK_FALSE(call("any", {0}).as_bool());
  CHECK(text("ternary", {"y", "n", true}) == "y");
  CHECK(error("ternary", {"y", "n", "true"}) == "wrong type for value; expected bool; got string");
}

TEST_CASE("typeOf and kindOf") {
  CHECK(text("typeOf", {nullptr}) == "<nil>");
  CHECK(text("typeOf", {list({})}) == "[]interface {}");
  CHECK(text("typeOf", {call("now")}) == "time.Time");
  CHECK(text("kindOf", {nullptr}) == "invalid");
  CHECK(text("kindOf", {list({})}) == "slice");
  CHECK(text("kindOf", {dict({})}) == "map");
  CHECK(text("kindOf", {call("now")}) == "struct");
  CHECK(call("kindIs", {"string", "a"}).as_bool());
  CHECK(call("typeIs", {"float64", 1.0}).as_bool());
  CHECK(call("typeIsLike", {"string", "a"}).as_bool());
  CHECK(call("deepEqual", {list({1, dict({"a", 1})}), list({1, dict({"a", 1})})}).as_bool());
  CHECK_FALSE(call("deepEqual", {list({1}), list({1.0})}).as_bool());
}

TEST_CASE("include, tpl, fail and required") {
  CHECK(text("include", {"name", 1}) == "template name 1");
  CHECK(text("tpl", {"{{ . }}", 5}) == "text {{ . }} 5");
  CHECK(error("fail", {"boom"}) == "boom");
  CHECK(error("required", {"need it", nullptr}) == "need it");
  CHECK(error("required", {"need it", ""}) == "need it");
  CHECK(text("required", {"need it", 0}) == "0");
}

TEST_CASE("mistake 15: templates see nothing of the machine they run on") {
  CHECK(text("env", {"HOME"}).empty());
  CHECK(text("env", {"PATH"}).empty());
  CHECK(text("expandenv", {"$HOME"}).empty());
  CHECK(text("getHostByName", {"localhost"}).empty());
}
