#include <doctest/doctest.h>

#include "tests/support/folder.hpp"
#include "tests/unit/lint/problems.hpp"

using namespace gimlet;
using test::problems;

namespace {

// A chart with a schema for its replicas and its image, and one below it with a schema for its port.
struct ChartFolder {
  test::Folder folder;
  std::string path = (folder.path() / "chart").string();

  ChartFolder() {
    folder.write(
        "chart/Chart.yaml",
        "apiVersion: v2\nname: chart\nversion: 0.1.0\ndependencies: [{name: sub, version: 0.1.0}]\n");
    folder.write("chart/values.yaml", "replicas: 1\n");
    folder.write("chart/values.schema.json",
                 R"({"type":"object","required":["image"],"properties":{"replicas":{"type":"integer"},)"
                 R"("image":{"enum":["a","b"]}}})");
    folder.write("chart/charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 0.1.0\n");
    folder.write("chart/charts/sub/values.schema.json", R"({"properties":{"port":{"maximum":100}}})");
  }

  [[nodiscard]] std::vector<std::string> lint(const std::string& values,
                                              const lint::Known& known = {}) const {
    return problems("app: web\nenv: staging\nchart:\n  name: " + path + "\n" + values, known);
  }
};

}  // namespace

TEST_CASE("lint: values that the chart's schema refuses, at their place") {
  const ChartFolder chart;
  CHECK(chart.lint("values: {image: a, sub: {port: 80}}\n").empty());
  const auto all = chart.lint("values:\n  replicas: two\n  image: c\n  sub:\n    port: 101\n");
  REQUIRE(all.size() == 3);
  CHECK(all[0].find(
            "6:13 error /values/replicas: the chart does not allow this value: got string, want integer") ==
        0);
  CHECK(all[1].find("7:10 error /values/image: ") == 0);
  CHECK(all[2].find("9:11 error /values/sub/port: ") == 0);
  const auto missing = chart.lint("");
  REQUIRE(missing.size() == 1);
  CHECK(missing[0].find("1:1 error /values: the chart does not allow this value: missing property") == 0);
}

TEST_CASE("lint: values with templates are judged where their variables' values are known") {
  const ChartFolder chart;
  CHECK(chart.lint("values: {image: '{{ .IMAGE }}'}\n", {{}, {"IMAGE"}}).empty());
  CHECK(chart.lint("values: {image: '{{ .IMAGE }}'}\n", {{{"IMAGE", "a"}}, {}}).empty());
  CHECK(chart.lint("values: {image: '{{ .IMAGE }}'}\n", {{{"IMAGE", "c"}}, {}}).size() == 1);
}

TEST_CASE("lint: charts that are not there, and charts that are none") {
  const test::Folder folder;
  const auto lint = [](const std::string& chart) {
    return problems("app: web\nenv: staging\nchart: " + chart + "\n");
  };
  CHECK(
      lint("{name: ./nowhere}").at(0).find("3:15 error /chart/name: there is no chart \"./nowhere\" here") ==
      0);
  CHECK(lint("{name: onechart}").size() == 1);
  CHECK(lint("{name: onechart, repository: https://chart.onechart.dev}").empty());
  CHECK(lint("{name: oci://ghcr.io/x/y}").empty());
  CHECK(lint("{name: 'https://github.com/x/y.git?path=/c/'}").empty());
  CHECK(lint("{name: '{{ .APP }}'}").at(0).find("there is no chart \"web\" here") != std::string::npos);
  CHECK(problems("app: web\nenv: staging\nchart: {name: '{{ .CHART }}'}\n", {{}, {"CHART"}}).empty());
  folder.write("empty/README.md", "");
  CHECK(lint("{name: " + (folder.path() / "empty").string() + "}").at(0).find("3:15 error /chart/name: ") ==
        0);
}
