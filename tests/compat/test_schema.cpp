// data/schema/cases.jsonl: what Helm 4.1 said about values and schemas of ours; `make` there says how.

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/schema/schema.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"
#include "core/yaml/json.hpp"
#include "core/yaml/yaml.hpp"

using namespace gimlet;

namespace {

std::string text_of(const Json& schema) {
  return schema.is_string() ? schema.get<std::string>() : dump_json(schema);
}

Value values_of(const Json& values) {
  return values.is_string() ? yaml::read(values.get<std::string>()) : yaml::from_json(values);
}

// The reports of a chart and its subcharts. What a subchart gets is its own values, below its parent's, and
// the globals.
std::string reports(const Json& chart, const Value& values) {
  std::string text;
  if (chart.contains("schema")) {
    text = schema::report(chart.at("name").get<std::string>(), text_of(chart.at("schema")), values);
  }
  for (const Json& sub : chart.value("charts", Json::array())) {
    Value own = values_of(sub.value("values", Json::object()));
    if (const Value* global = values.find("global"); global != nullptr)
      own.as_map().entries["global"] = *global;
    text += reports(sub, own);
  }
  return text;
}

std::string report_of(const Json& row) {
  if (row.contains("chart")) return reports(row.at("chart"), values_of(row.at("chart").at("values")));
  return schema::report("web", text_of(row.at("schema")), values_of(row.at("values")));
}

std::vector<std::string> sorted_lines(const std::string& text) {
  std::vector<std::string> lines = split(text, '\n');
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace

TEST_CASE("schemas say what Helm says") {
  std::ifstream file(GIMLET_COMPAT_DATA "/schema/cases.jsonl");
  REQUIRE(file.good());
  int rows = 0;
  for (std::string line; std::getline(file, line); ++rows) {
    const Json row = Json::parse(line);
    const auto name = row.at("name").get<std::string>();
    CAPTURE(name);
    const std::string report = report_of(row);
    if (row.contains("out")) {
      CHECK(report == row.at("out").get<std::string>());
    } else if (row.contains("lines")) {
      CHECK(sorted_lines(report) == row.at("lines").get<std::vector<std::string>>());
    } else {
      CHECK(row.at("error").get<bool>());
      CHECK(!report.empty());
    }
  }
  CHECK(rows > 300);
}
