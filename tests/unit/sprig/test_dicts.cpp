#include <doctest/doctest.h>

#include "core/util/error.hpp"
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

TEST_CASE("merge fills what is missing or empty, mergeOverwrite puts over") {
  const Value b = dict({"x", dict({"z", 2, "y", 9}), "w", nullptr});
  CHECK(text("merge", {dict({"x", dict({"y", 1})}), b}) == "map[x:map[y:1 z:2]]");
  CHECK(text("mergeOverwrite", {dict({"x", dict({"y", 1})}), b}) == "map[w:<nil> x:map[y:9 z:2]]");
  const auto full = [] { return dict({"a", "A", "b", 1, "c", true, "d", "D", "e", list({1})}); };
  const auto empty = [] { return dict({"a", "", "b", 0, "c", false, "d", nullptr, "e", list({})}); };
  CHECK(text("merge", {empty(), full()}) == "map[a:A b:1 c:true d:D e:[1]]");
  CHECK(text("merge", {full(), empty()}) == "map[a:A b:1 c:true d:D e:[1]]");
  CHECK(text("mergeOverwrite", {full(), empty()}) == "map[a: b:0 c:false d:<nil> e:[]]");
}

TEST_CASE("merge of a map and something else") {
  const auto map = [] { return dict({"a", dict({"b", 1})}); };
  const auto scalar = [] { return dict({"a", "str"}); };
  CHECK(text("merge", {map(), scalar()}) == "map[a:map[b:1]]");
  CHECK(text("mergeOverwrite", {map(), scalar()}) == "map[a:str]");
  CHECK(text("mergeOverwrite", {scalar(), map()}) == "map[a:map[b:1]]");
  CHECK(text("merge", {dict({"a", list({1})}), dict({"a", list({2})})}) == "map[a:[1]]");
  CHECK(error("merge", {map(), 1}).find("map[string]interface {}") != std::string::npos);
}

TEST_CASE("merging maps that hold themselves ends") {
  const Value a = dict({"x", 1});
  const Value b = dict({"x", 1});
  call("set", {a, "self", a});
  call("set", {b, "self", b});
  call("merge", {a, a});
  CHECK_THROWS_AS(call("merge", {a, b}), Error);
  a.as_map().entries.clear();
  b.as_map().entries.clear();
}
