#include <doctest/doctest.h>

#include "core/chart/dependencies.hpp"
#include "core/chart/set_values.hpp"
#include "core/chart/values.hpp"
#include "core/util/error.hpp"
#include "core/yaml/json.hpp"
#include "core/yaml/yaml.hpp"
#include "tests/support/failure.hpp"

using namespace gimlet;
using namespace gimlet::chart;

namespace {

std::shared_ptr<Chart> chart_of(const std::string& name, const std::string& values) {
  auto chart = std::make_shared<Chart>();
  chart->metadata.name = name;
  chart->metadata.version = "1.0.0";
  chart->values = yaml::read(values);
  return chart;
}

std::string set(const std::string& text, const std::string& before = "{}") {
  const Value values = yaml::read(before);
  set_values(text, values);
  return yaml::marshal_json(values);
}

}  // namespace

TEST_CASE("values: the user's win, a null of theirs takes a key away, globals reach every chart") {
  const auto parent =
      chart_of("parent", "{a: 1, m: {x: 1, w: 2}, gone: 3, global: {g: 1}, child: {c: from-parent}}");
  const auto child = chart_of("child", "{c: own, d: 2, global: {h: 1}}");
  parent->set_dependencies({child});
  Warnings warnings;
  const Value values = coalesce_values(
      *parent, yaml::read("{m: {w: 9, z: 3}, gone: null, kept: null, child: {d: null}}"), warnings);
  CHECK(
      yaml::marshal_json(values) ==
      R"({"a":1,"child":{"c":"from-parent","global":{"g":1,"h":1}},"global":{"g":1},"kept":null,"m":{"w":9,"x":1,"z":3}})");
  CHECK(parent->values.find("gone") != nullptr);  // the chart is as it was
  CHECK(warnings.empty());
  CHECK(test::failure([&] {
          coalesce_values(*parent, yaml::read("{child: 5}"), warnings);
        }).starts_with("type mismatch on child"));
}

TEST_CASE("values: a table is not replaced by what is none, and a warning says so") {
  const auto chart = chart_of("c", "{t: {a: 1}, s: text}");
  Warnings warnings;
  const Value values = coalesce_values(*chart, yaml::read("{t: 5, s: {b: 1}}"), warnings);
  CHECK(yaml::marshal_json(values) == R"({"s":{"b":1},"t":5})");
  CHECK(warnings.size() == 1);
}

TEST_CASE("dependencies: tags, then conditions, decide; an alias is another copy") {
  const auto parent = chart_of("parent", "{tags: {extra: false}, two: {enabled: true}}");
  parent->set_dependencies({chart_of("sub", "{v: 1}")});
  parent->metadata.has_dependencies = true;
  Dependency first;
  first.name = "sub";
  first.version = "^1.0.0";
  first.tags = {"extra"};
  Dependency second = first;
  second.alias = "two";
  second.condition = "missing.path,two.enabled";
  parent->metadata.dependencies = {first, second};
  Warnings warnings;
  process_dependencies(*parent, {}, warnings);
  REQUIRE(parent->dependencies.size() == 1);
  CHECK(parent->dependencies.front()->name() == "two");
  CHECK(parent->dependencies.front()->full_path() == "parent/charts/two");
  CHECK(is_compatible(">=1.2", "v1.3.0"));
  CHECK_FALSE(is_compatible("nonsense", "1.0.0"));
}

TEST_CASE("--set: names, lists, types and escapes") {
  CHECK(set("a=1,b.c=x,b.d=true") == R"({"a":1,"b":{"c":"x","d":true}})");
  CHECK(set("a=1.5,b=null,c=,d=007") == R"({"a":"1.5","b":null,"c":"","d":"007"})");
  CHECK(set("l[1]=x,l[0].k=y") == R"({"l":[{"k":"y"},"x"]})");
  CHECK(set("l={a,2,false}") == R"({"l":["a",2,false]})");
  CHECK(set("l={}") == R"({"l":[""]})");
  CHECK(set("a\\.b=1\\,2") == R"({"a.b":"1,2"})");
  CHECK(set("m[0][1]=z") == R"({"m":[[null,"z"]]})");
  CHECK(set("a.b=2", "{a: {c: 1}}") == R"({"a":{"b":2,"c":1}})");
  CHECK(test::failure([] { set("a"); }) == "key \"a\" has no value");
  CHECK(test::failure([] { set("a,b=1"); }) == "key \"a\" has no value (cannot end with ,)");
  CHECK(test::failure([] { set("a={1"); }) == "list must terminate with '}'");
  CHECK(test::failure([] { set("a[-1]=1"); }) == "negative -1 index not allowed");
  CHECK(test::failure([] { set("a[70000]=1"); }) ==
        "index of 70000 is greater than maximum supported index of 65536");
  CHECK(test::failure([] { set("a.b=1", "{a: 5}"); }).find("interface conversion") != std::string::npos);
}

TEST_CASE("--set-json: several values, and a whole object") {
  Value values = yaml::read("{a: {x: 1}}");
  set_json_values(R"(b=[1,{"c":"d,e"}],f=null)", values);
  set_json_values(R"({"a":{"y":2}})", values);
  CHECK(yaml::marshal_json(values) == R"({"a":{"x":1,"y":2},"b":[1,{"c":"d,e"}],"f":null})");
  CHECK(test::failure([&] { set_json_values("a={", values); }) == "failed parsing --set-json data a={");
}
