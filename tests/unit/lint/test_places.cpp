#include <doctest/doctest.h>

#include "core/lint/places.hpp"

using namespace gimlet;
using lint::Places;

namespace {

constexpr const char* text =
    "app: web\n"
    "values:\n"
    "  plain: a {{ .X }}\n"
    "  'single': 'é {{ .X }}'\n"
    "  double: \"{{ .X }}\"  # comment\n"
    "  escaped: \"\\u00e9 {{ .X }}\"\n"
    "  literal: |-\n"
    "    one\n"
    "      two {{ .X }}\n"
    "  folded: >\n"
    "    one\n"
    "    {{ .X }}\n"
    "  list: [x, {a/b: 1, c~d: 2}]\n"
    "  twice: 1\n"
    "  twice: 2\n";

struct Fixture {
  yaml::NodePool pool;
  yaml::Node* root = yaml::read_node(text, pool);
  Places places{root, text, "m.yaml"};

  [[nodiscard]] std::string value(const std::string& pointer) const { return shown(places.value(pointer)); }
  [[nodiscard]] std::string key(const std::string& pointer) const { return shown(places.key(pointer)); }
  [[nodiscard]] std::string inside(const std::string& pointer, int line, int column) const {
    return shown(places.inside(pointer, {line, column}, false));
  }
  static std::string shown(const Position& position) {
    CHECK(position.file == "m.yaml");
    return std::to_string(position.line) + ":" + std::to_string(position.column);
  }
};

}  // namespace

TEST_CASE("places: values and keys, by pointer") {
  const Fixture f;
  CHECK(f.value("/app") == "1:6");
  CHECK(f.key("/app") == "1:1");
  CHECK(f.value("/values/list/0") == "13:10");
  CHECK(f.value("/values/list/1/a~1b") == "13:19");
  CHECK(f.key("/values/list/1/c~0d") == "13:22");
  CHECK(f.value("/values/twice") == "15:10");
}

TEST_CASE("places: what is not there stands where its nearest ancestor does") {
  const Fixture f;
  CHECK(f.value("/env") == "1:1");
  CHECK(f.value("/values/list/7/x") == "13:9");
  CHECK(f.key("/values/list/x") == "13:9");
  CHECK(f.value("/values/list/99999999999") == "13:9");
  CHECK(Fixture::shown(Places(nullptr, text, "m.yaml").value("/app")) == "0:0");
}

TEST_CASE("places: inside texts that stand in the file as they are") {
  const Fixture f;
  CHECK(f.inside("/values/plain", 1, 2) == "3:12");
  CHECK(f.inside("/values/single", 1, 3) == "4:16");  // é has two bytes and takes one column
  CHECK(f.inside("/values/double", 1, 0) == "5:12");
  CHECK(f.inside("/values/literal", 1, 0) == "8:5");
  CHECK(f.inside("/values/literal", 2, 6) == "9:11");
}

TEST_CASE("places: inside other texts, the scalar itself") {
  const Fixture f;
  CHECK(f.inside("/values/escaped", 1, 3) == "6:12");
  CHECK(f.inside("/values/folded", 1, 4) == "10:11");
  CHECK(f.inside("/values/literal", 9, 0) == "7:12");
  CHECK(f.inside("/values/list", 1, 0) == "13:9");
  CHECK(f.inside("/nowhere", 1, 0) == "1:1");
  CHECK(Fixture::shown(f.places.inside("/values/single", {1, 2}, true)) == "4:6");
}

TEST_CASE("places: lines end where YAML ends them") {
  const std::string breaks =
      "a: 1\r\nb: 2\rc: 3\xC2\x85"
      "d: 4\xE2\x80\xA8"
      "e: 'x{{ .X'\n";
  yaml::NodePool pool;
  const yaml::Node* const root = yaml::read_node(breaks, pool);
  const Places places(root, breaks, "m.yaml");
  CHECK(Fixture::shown(places.value("/c")) == "3:4");
  CHECK(Fixture::shown(places.inside("/e", {1, 4}, false)) == "5:9");
}
