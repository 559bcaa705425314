#include <doctest/doctest.h>

#include "core/model/artifact.hpp"
#include "core/model/manifest.hpp"
#include "core/util/json.hpp"
#include "tests/support/failure.hpp"
#include "tests/support/folder.hpp"

using namespace gimlet;
using namespace gimlet::model;

namespace {

std::vector<Manifest> parse(std::string_view text) {
  return parse_manifests_yaml(text, "web.yaml");
}

std::string failure(std::string_view text) {
  return test::failure([&] { parse(text); });
}

}  // namespace

TEST_CASE("manifest yaml: a file as applications keep it in .gimlet") {
  const std::vector<Manifest> manifests = parse(test::data("model/manifests.yaml"));
  REQUIRE(manifests.size() == 2);
  const Manifest& staging = manifests[0];
  CHECK(staging.app == "web");
  CHECK(staging.env == "staging");
  CHECK(staging.ns == "my-team");
  CHECK(staging.deploy->branch == "!main");
  CHECK(staging.deploy->event == Event::push);
  CHECK(staging.chart->version == "0.10.0");
  CHECK(staging.values->at("replicas") == 2);
  CHECK(staging.values->at("replicas").is_number_integer());
  CHECK(staging.values->at("big") == 12345678901234567);
  CHECK(staging.values->at("ratio") == 0.5);
  CHECK(staging.values->at("vars")["NODE_ENV"] == "yes");
  CHECK(staging.manifests == "---\napiVersion: v1\nkind: ConfigMap\n");
  CHECK(manifests[1].app == "web-{{ .BRANCH | sanitizeDNSName }}");
  CHECK(manifests[1].cleanup->branch == "feature/*");
}

TEST_CASE("manifest yaml: JSON is YAML, empty documents are passed over") {
  CHECK(parse(R"({"app": "web", "env": "staging"})").at(0).app == "web");
  CHECK(parse("---\n---\napp: web\nenv: staging\n---\n").size() == 1);
}

// yaml.v3, which Gimlet reads manifests with, makes texts of them where a text is wanted.
TEST_CASE("manifest yaml: names that YAML 1.1 takes for booleans are names") {
  const Manifest manifest = parse("app: y\nenv: on\nNamespace: n\nvalues: {enabled: n, name: \"n\"}\n").at(0);
  CHECK(manifest.app == "y");
  CHECK(manifest.env == "on");
  CHECK(manifest.ns == "n");
  CHECK(dump_json(manifest.values) == R"({"enabled":false,"name":"n"})");
  CHECK(parse("app: a\nenv: e\n---\napp: No\nenv: true\n").at(1).app == "No");
  CHECK(parse("---\n---\napp: No\nenv: true\n").at(0).env == "true");
  CHECK(failure("app: !!bool y\nenv: e\n").find("must be a string") != std::string::npos);
  CHECK(failure("app: 1\nenv: e\n").find("must be a string") != std::string::npos);
}

TEST_CASE("manifest yaml: integers are kept, or refused where 64 bits cannot hold them") {
  const std::string head = "app: web\nenv: staging\nvalues: ";
  CHECK(dump_json(parse(head + "{a: 18446744073709551615, b: -9223372036854775808, c: 1_000, d: 1.0}")
                      .at(0)
                      .values) == R"({"a":18446744073709551615,"b":-9223372036854775808,"c":1000,"d":1})");
  for (const char* values : {"[18446744073709551616]", "-9223372036854775809", "{18446744073709551616: x}",
                             "{18446744073709551615: x}", "18_446_744_073_709_551_616"}) {
    CAPTURE(values);
    const std::string text = failure(head + values + "\n");
    CHECK(text.find("web.yaml:3:") == 0);
    CHECK(text.find("has more than 64 bits") != std::string::npos);
  }
  for (const char* values : {"{a: 1e300}", "{a: '18446744073709551616'}", "{a: !!float 18446744073709551616}",
                             "{a: 18446744073709551616.0}"}) {
    CAPTURE(values);
    CHECK(parse(head + values + "\n").size() == 1);
  }
}

TEST_CASE("mistake 9: an unquoted !main is refused with a hint to quote it") {
  const std::string text = failure("app: web\nenv: staging\ndeploy:\n  event: push\n  branch: !main\n");
  CHECK(text.find("web.yaml:5:") == 0);
  CHECK(text.find("quote") != std::string::npos);
}

TEST_CASE("manifest yaml: what does not parse has line and column, what is wrong a pointer") {
  CHECK(failure("app: web\nenv: [staging\n").find("web.yaml:") == 0);
  CHECK(failure("app: web\n") == "web.yaml: missing (at /env)");
  CHECK(failure("app: web\nenv: 1\n") ==
        "web.yaml: must be a string, not a number (at /env) [quote the value]");
  CHECK(failure("app: web\nenv: s\nchart:\n  name: c\n  version: 0.10\n") ==
        "web.yaml: must be a string, not a number (at /chart/version) [quote the value]");
  CHECK(failure("app: web\nenv: s\n---\napp: web\n") == "reading document 2: web.yaml: missing (at /env)");
  CHECK(failure("- app: web\n") == "web.yaml: a manifest must be an object, not a list");
  CHECK(failure("") == "web.yaml: there is no manifest in it");
  CHECK(failure("# nothing\n") == "web.yaml: there is no manifest in it");
}

TEST_CASE("manifest yaml: hostile documents are bad input") {
  std::string laughs = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string last = std::to_string(i - 1);
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 10; ++k) laughs += (k == 0 ? "*a" : ",*a") + last;
    laughs += "]\n";
  }
  CHECK(failure(laughs).find("web.yaml") == 0);
  CHECK(failure("app: " + std::string(10'000, '[')).find("web.yaml") == 0);
  CHECK(failure("app: \"\xFF\"\n").find("web.yaml") == 0);
}
