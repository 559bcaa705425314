// data/yaml-go.jsonl: random texts and values through sigs.k8s.io/yaml 1.3 (YAMLToJSON, and Marshal of what
// encoding/json read), with what it gave or that it failed. Left out are texts on which libyaml is known to
// differ from go-yaml: a flow collection with text right behind it, and ? inside flow collections.

#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "core/util/json.hpp"
#include "core/yaml/json.hpp"
#include "core/yaml/yaml.hpp"

using namespace gimlet;

namespace {

// Every number a float64, as encoding/json reads into interface{}.
Value with_floats(const Value& value) {
  if (value.is_int()) return static_cast<double>(value.as_int().value);
  if (value.is_list()) {
    for (auto& item : value.as_list().items) item = with_floats(item);
  } else if (value.is_map()) {
    for (auto& [key, item] : value.as_map().entries) item = with_floats(item);
  }
  return value;
}

std::string run(const Json& row) {
  const auto text = row.at("text").get<std::string>();
  if (row.at("op") == "read") return yaml::marshal_json(yaml::read(text));
  return yaml::write(with_floats(yaml::from_json(Json::parse(text))));
}

}  // namespace

TEST_CASE("random documents read and random values written as Go does") {
  std::ifstream file(GIMLET_COMPAT_DATA "/yaml-go.jsonl");
  REQUIRE(file.good());
  int rows = 0;
  for (std::string line; std::getline(file, line); ++rows) {
    CAPTURE(line);
    const Json row = Json::parse(line);
    if (row.contains("error")) {
      CHECK_THROWS_AS(run(row), Error);
    } else {
      CHECK(run(row) == row.at("output").get<std::string>());
    }
  }
  CHECK(rows > 500);
}
