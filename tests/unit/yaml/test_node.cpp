#include <string>

#include <doctest/doctest.h>

#include "core/yaml/json.hpp"
#include "core/yaml/node.hpp"
#include "tests/support/failure.hpp"

using namespace gimlet;
using yaml::Node;

namespace {

// A node as its parts: text with its tag, "'" behind it if it is quoted, ">" if it is folded.
std::string shown(const Node& node) {
  if (node.kind == Node::Kind::scalar) {
    const char* writing = node.writing == yaml::Writing::plain    ? ""
                          : node.writing == yaml::Writing::quoted ? "'"
                                                                  : ">";
    return node.tag + " " + node.text + writing;
  }
  std::string text = node.flow ? "flow(" : "(";
  for (const Node* item : node.items) text += shown(*item) + "; ";
  for (const auto& entry : node.entries) text += shown(*entry.key) + "=" + shown(*entry.value) + "; ";
  return text + ")";
}

std::string read(const std::string& text) {
  yaml::NodePool pool;
  const Node* node = yaml::read_node(text, pool);
  return node == nullptr ? "none" : shown(*node);
}

std::string as_json(const std::string& text) {
  yaml::NodePool pool;
  return yaml::marshal_json(yaml::node_value(*yaml::read_node(text, pool)));
}

std::string error_of(const std::string& text, const yaml::ReadOptions& options = {}) {
  return test::failure([&] {
    yaml::NodePool pool;
    yaml::node_value(*yaml::read_node(text, pool, options));
  });
}

}  // namespace

TEST_CASE("nodes keep the text and how it is written") {
  CHECK(read("[1, '1', \"x\", on, ~, 0x1F, 1.50, 2001-01-01, <<]") ==
        "flow(!!int 1; !!str 1'; !!str x'; !!str on; !!null ~; !!int 0x1F; !!float 1.50; !!timestamp "
        "2001-01-01; "
        "!!merge <<; )");
  CHECK(read("- |\n  a\n- >\n  b\n-\n") == "(!!str a\n'; !!str b\n>; !!null ; )");
  CHECK(read("[!!str 1, !mine x, ! 12, !!int '7']") == "flow(!!str 1; !mine x; !!int 12; !!int 7'; )");
  CHECK(read("") == "none");
  CHECK(read("# nothing") == "none");
  CHECK(read("---\n...\n") == "!!null ");
}

TEST_CASE("keys stay in order, and twice if they stand twice") {
  CHECK(read("{b: 1, a: 2, b: 3}") == "flow(!!str b=!!int 1; !!str a=!!int 2; !!str b=!!int 3; )");
}

TEST_CASE("aliases are copies of their own") {
  yaml::NodePool pool;
  const Node* root = yaml::read_node("[&a {k: v}, *a, *a]", pool);
  CHECK(shown(*root) == "flow(flow(!!str k=!!str v; ); flow(!!str k=!!str v; ); flow(!!str k=!!str v; ); )");
  CHECK(root->items[0] != root->items[1]);
  CHECK(root->items[1]->entries[0].value != root->items[2]->entries[0].value);
}

TEST_CASE("merge keys: a map's own keys win, then earlier maps") {
  CHECK(as_json("- &a {x: 1, y: 1}\n- &b {y: 2, z: 2}\n- {<<: [*a, *b], z: 3}\n") ==
        R"([{"x":1,"y":1},{"y":2,"z":2},{"x":1,"y":1,"z":3}])");
  CHECK(error_of("{<<: {a: 1}, <<: {b: 2}}") == "yaml:1:24: duplicate merge key");
  CHECK(error_of("{<<: 1}") == "yaml:1:7: map merge requires map or sequence of maps as the value");
  CHECK(error_of("{<<: [[a]]}") == "yaml:1:11: map merge requires map or sequence of maps as the value");
}

TEST_CASE("values are yaml.v3's") {
  CHECK(as_json("{on: off, yes: y, a: 0777, b: 0o17, c: 1_000, d: -0.0, e: 1e3, f: .5}") ==
        R"({"a":511,"b":15,"c":1000,"d":-0,"e":1000,"f":0.5,"on":"off","yes":"y"})");
  CHECK(
      as_json("- 2001-1-2\n- 2001-12-14t21:59:43.120-05:30\n- 2001-12-14 21:59:43,5\n- "
              "2001-12-14T21:59:43+00:00\n") ==
      R"(["2001-01-02T00:00:00Z","2001-12-14T21:59:43.12-05:30","2001-12-14T21:59:43.5Z","2001-12-14T21:59:43Z"])");
  CHECK(as_json("[!!binary aGk=, !!float 3, !!int 0x10, !!str 5, !mine 5]") == R"(["hi",3,16,"5","5"])");
  CHECK(as_json("18446744073709551615") == "18446744073709551615");
}

TEST_CASE("what yaml.v3 changes when it writes a document and reads it again is changed") {
  CHECK(as_json("a: {b: , c: 2001-12-14T21:59:43Z, d: ~}\n") ==
        R"({"a":{"b":"","c":"2001-12-14T21:59:43Z","d":null}})");
  CHECK(as_json("a:\nb: 2001-12-14T21:59:43+00:00\n") == R"({"a":null,"b":"2001-12-14T21:59:43Z"})");
  CHECK(as_json("a: >\n  one\n    more\n  two\n\n  three\n") == R"({"a":"one\n\n  more\ntwo\nthree\n"})");
  CHECK(as_json("a: |\n  one\n    more\n") == R"({"a":"one\n  more\n"})");
}

TEST_CASE("what JSON cannot hold is refused") {
  CHECK(error_of("a: {b: 1, b: 2}") == "the key \"b\" stands twice in one map");
  CHECK(error_of("a: {1: x}") == "the key 1 is no string [quote it: \"1\"]");
  CHECK(error_of("a: {~: x}") == "the key ~ is no string [quote it: \"~\"]");
  CHECK(error_of("{1: x}").empty());
  CHECK(error_of("a: {[b]: x}") == "yaml: invalid map key: a collection cannot be a key");
  CHECK(error_of("a: .nan") == "json: unsupported value: NaN");
  CHECK(error_of("a: !!bool yes") == "yaml: cannot decode !!str `yes` as a !!bool");
  CHECK(error_of("a: !!binary '*'") == "yaml: !!binary value contains invalid base64 data");
}

TEST_CASE("nodes have the reader's bounds") {
  yaml::ReadOptions options;
  options.max_depth = 3;
  CHECK(error_of("[[[[]]]]", options) == "yaml:1:4: nested deeper than 3 levels");
  CHECK(error_of("[&a [[]], [[*a]]]", options) == "yaml:1:13: nested deeper than 3 levels");
  options.max_depth = 1000;
  options.max_nodes = 4;
  CHECK(error_of("[1, 2, 3, 4]", options) == "yaml:1:11: the document has more than 4 nodes");
  options = {};
  options.source = "f";
  options.first_line = 10;
  CHECK(error_of("a: b\nc: *d\n", options) == "f:11:4: unknown anchor 'd' referenced");
  CHECK(error_of("a: &a [*a]", options) == "f:10:8: anchor 'a' value contains itself");
  CHECK(error_of("a: [", options).find("f:11:1: not valid YAML") == 0);
  std::string laughs = "- &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    laughs += "- &a" + std::to_string(i) + " [x";
    for (int j = 0; j < 7; ++j) laughs += ", *a" + std::to_string(i - 1);
    laughs += "]\n";
  }
  CHECK(error_of(laughs).find("excessive aliasing") != std::string::npos);
}

TEST_CASE("values become nodes") {
  yaml::NodePool pool;
  const Value value = yaml::read(R"({"s": "1", "n": null, "b": true, "l": [1000000, 1.5]})");
  CHECK(shown(*yaml::make_node(value, pool, yaml::FloatText::json)) ==
        "(!!str b'=!!bool true; !!str l'=(!!int 1000000; !!float 1.5; ); !!str n'=!!null null; !!str "
        "s'=!!str 1'; )");
  CHECK(shown(*yaml::make_node(1e6, pool, yaml::FloatText::go)) == "!!float 1e+06");
}

TEST_CASE("node: where it begins, and all documents of a stream") {
  yaml::NodePool pool;
  const auto roots = yaml::read_nodes("a: &x {b: 1}\nc: *x\n---\n---\n- 'c'\n-\n  d: e\n", pool);
  const auto place = [](const Node& node) {
    return std::to_string(node.line) + ":" + std::to_string(node.column);
  };
  REQUIRE(roots.size() == 3);
  CHECK(place(*roots[0]) == "1:1");
  CHECK(place(*roots[0]->entries[0].key) == "1:1");
  CHECK(place(*roots[0]->entries[0].value->entries[0].value) == "1:11");
  CHECK(place(*roots[0]->entries[1].key) == "2:1");
  CHECK(place(*roots[0]->entries[1].value->entries[0].value) == "1:11");  // of what was copied
  CHECK(shown(*roots[1]) == "!!null ");
  CHECK(place(*roots[2]->items[0]) == "5:3");
  CHECK(place(*roots[2]->items[1]->entries[0].value) == "7:6");
  CHECK(yaml::read_nodes("", pool).empty());
}
