#include <doctest/doctest.h>

#include "core/model/artifact.hpp"
#include "core/model/manifest.hpp"
#include "core/util/json.hpp"
#include "tests/support/failure.hpp"

using namespace gimlet;
using namespace gimlet::model;

namespace {

Manifest parse(const std::string& members) {
  return manifest_from_json(parse_json(R"({"app":"web","env":"staging",)" + members + "}", "m.json"), "",
                            "m.json");
}

std::string failure(const std::string& members) {
  return test::failure([&] { parse(members); });
}

}  // namespace

TEST_CASE("manifest: every field is read") {
  const Manifest manifest = parse(
      R"("namespace":"n","preview":false,"deploy":{"branch":"main","event":"push","tag":"v*",)"
      R"("commitMessagePatterns":["a","b"]},"cleanup":{"app":"web-{{ .BRANCH }}","event":"branchDeleted",)"
      R"("branch":"feature/*"},"chart":{"repository":"r","name":"c","version":"1.0"},"values":{"z":1,"a":2},)"
      R"("strategicMergePatches":"p","json6902Patches":[{"patch":"x","target":{"group":"apps","version":"v1",)"
      R"("kind":"Deployment","name":"web","namespace":"ns"}}],"manifests":"m","dependencies":[{"name":"db","kind":"terraform",)"
      R"("spec":{"module":{"url":"u","secret":"s"},"values":{"size":5},"secret":"v"}}])");
  CHECK(manifest.app == "web");
  CHECK(manifest.env == "staging");
  CHECK(manifest.ns == "n");
  CHECK_FALSE(manifest.preview);  // test_preview.cpp has the others
  CHECK(manifest.deploy->branch == "main");
  CHECK(manifest.deploy->event == Event::push);
  CHECK(manifest.deploy->tag == "v*");
  CHECK(manifest.deploy->commit_message_patterns == std::vector<std::string>{"a", "b"});
  CHECK(manifest.cleanup->app == "web-{{ .BRANCH }}");
  CHECK(manifest.cleanup->event == "branchDeleted");
  CHECK(manifest.cleanup->branch == "feature/*");
  CHECK(manifest.chart->name == "c");
  CHECK(dump_json(manifest.values) == R"({"z":1,"a":2})");
  CHECK(manifest.strategic_merge_patches == "p");
  CHECK(manifest.json6902_patches.at(0).patch == "x");
  CHECK(manifest.json6902_patches.at(0).target.kind == "Deployment");
  CHECK(manifest.json6902_patches.at(0).target.ns == "ns");
  CHECK(manifest.manifests == "m");
  REQUIRE(manifest.dependencies.size() == 1);
  CHECK(manifest.dependencies[0].name == "db");
  CHECK(manifest.dependencies[0].kind == "terraform");
  CHECK(manifest.dependencies[0].module_url == "u");
  CHECK(manifest.dependencies[0].module_secret == "s");
  CHECK(manifest.dependencies[0].values->at("size") == 5);
  CHECK(manifest.dependencies[0].secret == "v");
}

TEST_CASE("manifest: keys are read in any case, inside the blocks too") {
  const Manifest manifest = parse(R"("Deploy":{"Branch":"main","EVENT":"pr"},"CHART":{"Name":"c"})");
  CHECK(manifest.deploy->branch == "main");
  CHECK(manifest.deploy->event == Event::pr);
  CHECK(manifest.chart->name == "c");
  CHECK(manifest.document->contains("CHART"));
}

TEST_CASE("manifest: an empty deploy block is a policy, an empty chart is none") {
  CHECK(parse(R"("deploy":{})").deploy.has_value());
  CHECK_FALSE(parse(R"("deploy":null)").deploy.has_value());
  CHECK_FALSE(parse(R"("chart":{"repository":"","name":"","version":""})").chart.has_value());
}

TEST_CASE("manifest: wrong fields are named by pointer") {
  CHECK(failure(R"("chart":{"name":"c","version":0.10})") ==
        "m.json: must be a string, not a number (at /chart/version) [quote the value]");
  CHECK(failure(R"("chart":{"repository":"r"})") == "m.json: missing (at /chart/name)");
  CHECK(failure(R"("values":[])") == "m.json: must be an object, not a list (at /values)");
  CHECK(failure(R"("preview":"true")") == "m.json: must be true or false, not a string (at /preview)");
  CHECK(failure(R"("deploy":{"commitMessagePatterns":["a",1]})") ==
        "m.json: must be a string, not a number (at /deploy/commitMessagePatterns/1) [quote the value]");
  CHECK(failure(R"("json6902Patches":[{"patch":"x"}])") == "m.json: missing (at /json6902Patches/0/target)");
  CHECK(failure(R"("json6902Patches":[{"target":{}}])") == "m.json: missing (at /json6902Patches/0/patch)");
  CHECK(failure(R"("dependencies":{})") == "m.json: must be a list, not an object (at /dependencies)");
  CHECK(failure(R"("dependencies":[{"name":"db"}])") == "m.json: missing (at /dependencies/0/kind)");
  CHECK(failure(R"("dependencies":[{"name":"db","kind":"terraform","spec":{}}])") ==
        "m.json: missing (at /dependencies/0/spec/module)");
  CHECK(failure(R"("dependencies":[{"name":"db","kind":"terraform","spec":{"module":{}}}])") ==
        "m.json: missing (at /dependencies/0/spec/module/url)");
  CHECK(
      failure(R"("cleanup":{"event":"push"})") ==
      "m.json: unknown event \"push\" (at /cleanup/event) [the event of a cleanup policy is branchDeleted]");
}

TEST_CASE("manifest: check_segment names what and where") {
  check_segment("web", "app", "/app", "m.json");
  CHECK(test::failure([] { check_segment("", "env", "/env", "m.json"); }) ==
        "m.json: env \"\" must not be empty (at /env)");
}
