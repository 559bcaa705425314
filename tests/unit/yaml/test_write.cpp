#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/util/error.hpp"
#include "core/yaml/key_order.hpp"
#include "core/yaml/yaml.hpp"

using namespace gimlet;

namespace {

std::string rewritten(const std::string& text) {
  return yaml::write(yaml::read(text));
}

std::vector<std::string> sorted(const std::vector<std::string>& keys) {
  std::vector<const std::string*> pointers;
  pointers.reserve(keys.size());
  for (const auto& key : keys) pointers.push_back(&key);
  yaml::sort_keys(pointers, yaml::LetterAfterDigits::last);
  std::vector<std::string> result;
  result.reserve(keys.size());
  for (const auto* key : pointers) result.push_back(*key);
  return result;
}

}  // namespace

TEST_CASE("collections are written in block style, sequences level with their key") {
  CHECK(rewritten("{a: {b: [1, {c: d, e: f}, [2, 3], [], {}]}, g: []}") ==
        "a:\n  b:\n  - 1\n  - c: d\n    e: f\n  - - 2\n    - 3\n  - []\n  - {}\ng: []\n");
  CHECK(rewritten("[[[a]]]") == "- - - a\n");
  CHECK(rewritten("- a:\n  - b\n  c:\n    d: e") == "- a:\n  - b\n  c:\n    d: e\n");
  CHECK(rewritten("") == "null\n");
  CHECK(rewritten("{}") == "{}\n");
  CHECK(rewritten("text") == "text\n");
}

TEST_CASE("the pretty form indents sequences and folds nothing") {
  const std::string words(200, 'a');
  CHECK(yaml::write_pretty(yaml::read("a: [1, [2], {b: c}]")) == "a:\n  - 1\n  - - 2\n  - b: c\n");
  CHECK(yaml::write_pretty(yaml::read("[" + words + " b c]")) == "- " + words + " b c\n");
  CHECK(yaml::write_pretty(1e6) == "1e+06\n");
  CHECK(yaml::write_pretty(std::numeric_limits<double>::infinity()) == ".inf\n");
}

TEST_CASE("block scalars keep their line breaks") {
  CHECK(rewritten(R"("a\nb\n")") == "|\n  a\n  b\n");
  CHECK(rewritten(R"({k: "a\n\n", l: 1})") == "k: |+\n  a\n\nl: 1\n");
  CHECK(rewritten(R"([[" a\n b"]])") == "- - |2-\n     a\n     b\n");
}

TEST_CASE("long and multi-line keys are written with ?") {
  const std::string key(129, 'k');
  CHECK(rewritten("? " + key + "\n: [1]") == "? " + key + "\n: - 1\n");
  CHECK(rewritten("\"a\\nb\": {c: 1}") == "? |-\n  a\n  b\n: c: 1\n");
  CHECK(rewritten(std::string(128, 'k') + ": 1") == std::string(128, 'k') + ": 1\n");
}

TEST_CASE("what YAML cannot hold is an error") {
  CHECK_THROWS_AS(yaml::write("\x7f"), Error);
  CHECK_THROWS_AS(yaml::write(std::numeric_limits<double>::quiet_NaN()), Error);
  Value map = Value::map();
  map.as_map().entries[std::string(1100, 'k')] = 1;
  CHECK_THROWS_AS(yaml::write(map), Error);
  map.as_map().entries.clear();
  map.as_map().entries["self"] = map;
  CHECK_THROWS_AS(yaml::write(map), Error);
  map.as_map().entries.clear();
}

TEST_CASE("bytes that are no UTF-8 become U+FFFD, as in JSON") {
  CHECK(yaml::write("a\xff") == "a\uFFFD\n");
}

TEST_CASE("integers of any width and bytes") {
  CHECK(yaml::write(Value::go_int64(9007199254740993)) == "9007199254740993\n");
  CHECK(yaml::write(Integer{-1, IntType::uint64}) == "18446744073709551615\n");
  CHECK(yaml::write(Value::list({Integer{104, IntType::uint8}}, ElementType::byte)) == "aA==\n");
}

TEST_CASE("keys are in go-yaml's natural order") {
  CHECK(sorted({"b", "a", "B", "A"}) == std::vector<std::string>{"A", "B", "a", "b"});
  CHECK(sorted({"key10", "key9", "key1"}) == std::vector<std::string>{"key1", "key9", "key10"});
  CHECK(sorted({"a", "10", "9", "-", "_"}) == std::vector<std::string>{"-", "_", "9", "10", "a"});
  CHECK(sorted({"ab", "a1", "a-"}) == std::vector<std::string>{"a-", "a1", "ab"});
  CHECK(sorted({"é", "z", "日"}) == std::vector<std::string>{"z", "é", "日"});
}

TEST_CASE("keys whose order contradicts itself are sorted without harm") {
  std::vector<std::string> keys;
  for (int i = 0; i < 300; ++i) {
    const std::string number = std::to_string(i % 20);
    keys.push_back(i % 3 == 0 ? "x" + number : i % 3 == 1 ? "x0" + number : "x" + number + "a");
  }
  CHECK(sorted(keys).size() == keys.size());
}
