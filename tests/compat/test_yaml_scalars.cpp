// data/yaml-scalars.tsv: what Helm 4.1.4 printed for strings and for values in a values.yaml. Cells are JSON
// strings.

#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/util/json.hpp"
#include "core/util/string.hpp"
#include "core/yaml/json.hpp"
#include "core/yaml/yaml.hpp"

using namespace gimlet;

namespace {

using Row = std::vector<std::string>;

struct Table {
  std::vector<Row>
      strings;  // input, toYaml {k: v}, quote, toJson, toYaml [v], toYaml {v: 1}, toYamlPretty {k: v}
  std::vector<Row> typed;  // YAML text, toYaml {k: v}, printf %v, toJson
};

Table read_table() {
  std::ifstream file(GIMLET_COMPAT_DATA "/yaml-scalars.tsv");
  REQUIRE(file.good());
  Table table;
  std::vector<Row>* rows = &table.strings;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("#raw")) rows = &table.typed;
    if (line.starts_with("#") || line.starts_with("input_json")) continue;
    rows->push_back(split(line, '\t'));
  }
  return table;
}

std::string cell(const Row& row, std::size_t column) {
  return Json::parse(row.at(column)).get<std::string>();
}

Value map_of(const std::string& key, Value value) {
  Value map = Value::map();
  map.as_map().entries[key] = std::move(value);
  return map;
}

// Helm's toYaml: one trailing newline is dropped, and an error gives an empty text.
std::string to_yaml(const Value& value) {
  try {
    std::string text = yaml::write(value);
    if (text.ends_with('\n')) text.pop_back();
    return text;
  } catch (const Error&) {
    return "";
  }
}

std::string to_yaml_pretty(const Value& value) {
  std::string text = yaml::write_pretty(value);
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace

TEST_CASE("strings through toYaml, toJson and toYamlPretty") {
  const Table table = read_table();
  CHECK(table.strings.size() == 190);
  for (const auto& row : table.strings) {
    CAPTURE(row[0]);
    const std::string input = cell(row, 0);
    CHECK(to_yaml(map_of("k", input)) == cell(row, 1));
    CHECK(yaml::marshal_json(input) == cell(row, 3));
    CHECK(to_yaml(Value::list({input})) == cell(row, 4));
    CHECK(to_yaml(map_of(input, 1)) == cell(row, 5));
    CHECK(to_yaml_pretty(map_of("k", input)) == cell(row, 6));
  }
}

TEST_CASE("typed values through toYaml and toJson") {
  const Table table = read_table();
  CHECK(table.typed.size() > 60);
  for (const auto& row : table.typed) {
    CAPTURE(row[0]);
    const std::string text = "v: " + cell(row, 0) + "\n";
    if (row.at(1).starts_with("ERR")) {
      CHECK_THROWS_AS(yaml::read(text), Error);
      continue;
    }
    const Value value = *yaml::read(text).find("v");
    CHECK(to_yaml(map_of("k", value)) == cell(row, 1));
    CHECK(yaml::marshal_json(value) == cell(row, 6));
  }
}

TEST_CASE("what toYaml prints reads back as the same value") {
  for (const auto& row : read_table().typed) {
    if (row.at(1).starts_with("ERR")) continue;
    CAPTURE(row[0]);
    const Value value = yaml::read(cell(row, 0) + "\n");
    const Value again = yaml::read(yaml::write(value));
    CHECK(yaml::write(again) == yaml::write(value));
  }
}
