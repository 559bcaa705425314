#include <doctest/doctest.h>

#include "tests/unit/sprig/call.hpp"

using namespace gimlet;
using namespace gimlet::test;

TEST_CASE("dict takes keys and values in turn") {
  CHECK(text("dict", {"a"}) == "map[a:]");
  CHECK(text("dict", {1, 2, nullptr, 1}) == "map[1:2 <nil>:1]");
}

TEST_CASE("get, set, unset and hasKey work on the map itself") {
  const Value map = dict({"a", 1});
  CHECK(text("get", {map, "a"}) == "1");
  CHECK(text("get", {map, "zz"}).empty());
  CHECK(text("set", {map, "b", 2}) == "map[a:1 b:2]");
  CHECK(text("toString", {map}) == "map[a:1 b:2]");
  CHECK(text("unset", {map, "a"}) == "map[b:2]");
  CHECK(call("hasKey", {map, "b"}).as_bool());
  CHECK_FALSE(call("hasKey", {map, "a"}).as_bool());
  CHECK(error("get", {nullptr, "a"}).find("map[string]interface {}") != std::string::npos);
}

TEST_CASE("keys, values, pick, omit and pluck") {
  const Value map = dict({"b", 1, "a", 2});
  CHECK(text("keys", {map, dict({"c", 1})}) == "[a b c]");
  CHECK(call("keys").type_name() == "[]string");
  CHECK(text("values", {map}) == "[2 1]");
  CHECK(text("pick", {map, "a", "zz"}) == "map[a:2]");
  CHECK(text("omit", {map, "a"}) == "map[b:1]");
  CHECK(text("pluck", {"a", map, dict({"x", 1}), dict({"a", 5})}) == "[2 5]");
}

TEST_CASE("dig walks a path of keys") {
  const Value map = dict({"x", dict({"y", dict({"z", "deep"})}), "s", "text"});
  CHECK(text("dig", {"x", "y", "z", "def", map}) == "deep");
  CHECK(text("dig", {"x", "q", "z", "def", map}) == "def");
  CHECK(error("dig", {"s", "q", "def", map}) ==
        "interface conversion: interface {} is string, not map[string]interface {}");
}

TEST_CASE("deepCopy shares nothing") {
  const Value map = dict({"a", dict({"b", 1})});
  const Value copy = call("deepCopy", {map});
  call("set", {*copy.find("a"), "b", 2});
  CHECK(text("toString", {map}) == "map[a:map[b:1]]");
}
