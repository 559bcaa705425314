#include <doctest/doctest.h>

#include "tests/unit/sprig/call.hpp"

using namespace gimlet;
using namespace gimlet::test;

TEST_CASE("first, last, rest and initial") {
  CHECK(text("first", {list({3, 1, 2})}) == "3");
  CHECK(text("last", {list({3, 1, 2})}) == "2");
  CHECK(text("rest", {list({3, 1, 2})}) == "[1 2]");
  CHECK(text("initial", {list({3, 1, 2})}) == "[3 1]");
  CHECK(call("first", {list({})}).is_nil());
  CHECK(text("rest", {list({})}) == "[]");
  CHECK(error("first", {"abc"}) == "Cannot find first on type string");
  CHECK(error("last", {1.0}) == "Cannot find last on type float64");
  CHECK(error("first", {nullptr}) == "runtime error: invalid memory address or nil pointer dereference");
}

TEST_CASE("append and prepend leave their list alone") {
  const Value numbers = list({1, 2});
  CHECK(text("append", {numbers, 3}) == "[1 2 3]");
  CHECK(text("push", {numbers, 3}) == "[1 2 3]");
  CHECK(text("prepend", {numbers, 0}) == "[0 1 2]");
  CHECK(text("toString", {numbers}) == "[1 2]");
  CHECK(error("append", {"x", 1}) == "Cannot push on type string");
}

TEST_CASE("compact, uniq, without and has compare by type and content") {
  CHECK(text("compact", {list({0, "", "a", nullptr})}) == "[a]");
  CHECK(text("uniq", {list({1, 1, 2, "a", "a", 1.0})}) == "[1 2 a 1]");
  CHECK(text("without", {list({"b", "a"}), "a"}) == "[b]");
  CHECK(call("has", {"a", list({"b", "a"})}).as_bool());
  CHECK_FALSE(call("has", {1, list({1.0})}).as_bool());
  CHECK_FALSE(call("has", {1, nullptr}).as_bool());
}

TEST_CASE("slice, chunk, concat and reverse") {
  CHECK(text("slice", {list({1, 2, 3}), 1, 3}) == "[2 3]");
  CHECK(text("slice", {list({1, 2, 3}), 1}) == "[2 3]");
  CHECK(text("slice", {list({1, 2, 3})}) == "[1 2 3]");
  CHECK(call("slice", {texts({"a", "b"}), 1}).type_name() == "[]string");
  CHECK(error("slice", {list({1}), 0, 5}) == "reflect.Value.Slice: slice index out of bounds");
  CHECK(text("chunk", {2, list({1, 2, 3})}) == "[[1 2] [3]]");
  CHECK(text("concat", {list({1}), texts({"a"})}) == "[1 a]");
  CHECK(error("concat", {list({1}), "a"}) == "Cannot concat type string as list");
  CHECK(text("reverse", {list({1, 2})}) == "[2 1]");
}

TEST_CASE("sortAlpha sorts as text") {
  CHECK(text("sortAlpha", {list({"b", "a", 10, 9})}) == "[10 9 a b]");
  CHECK(call("sortAlpha", {list({})}).type_name() == "[]string");
  CHECK(text("sortAlpha", {"x"}) == "[x]");
}
