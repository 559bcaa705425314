#include <doctest/doctest.h>

#include "core/model/artifact.hpp"
#include "core/model/manifest.hpp"
#include "core/model/preview.hpp"
#include "core/util/json.hpp"
#include "tests/support/failure.hpp"

using namespace gimlet;
using namespace gimlet::model;

namespace {

constexpr const char* app_of_branch = "web-{{ .BRANCH | sanitizeDNSName }}";

Manifest preview(const std::string& members = "", const std::string& app = "web") {
  const std::string text = R"({"app":")" + app + R"(","env":"staging","preview":true)" +
                           (members.empty() ? "" : "," + members) + "}";
  return manifest_from_json(parse_json(text, "m.json"), "", "m.json");
}

Json expanded(const std::string& text) {
  return expand_preview(parse_json(text, "m.json"));
}

}  // namespace

TEST_CASE("preview: app gets the branch behind it, a final -preview goes") {
  CHECK(preview().app == app_of_branch);
  CHECK(preview("", "web-preview").app == app_of_branch);
  CHECK(preview("", "web-preview-x").app == "web-preview-x-{{ .BRANCH | sanitizeDNSName }}");
  CHECK(preview("", "web-preview-preview").app == "web-preview-{{ .BRANCH | sanitizeDNSName }}");
}

TEST_CASE("preview: values get gitBranch, also where there are none") {
  CHECK(dump_json(preview().values) == R"({"gitBranch":"{{ .BRANCH }}"})");
  CHECK(dump_json(preview(R"("values":null)").values) == R"({"gitBranch":"{{ .BRANCH }}"})");
  CHECK(dump_json(preview(R"("values":{"a":1,"gitBranch":"mine"})").values) ==
        R"({"a":1,"gitBranch":"{{ .BRANCH }}"})");
}

TEST_CASE("preview: ingress.host becomes the app and the host from its first dot") {
  const auto host = [](const std::string& ingress) {
    return dump_json(preview(R"("values":{"ingress":)" + ingress + "}").values->at("ingress"));
  };
  CHECK(host(R"({"host":"web-preview.gimlet.app","tls":true})") ==
        R"({"host":"web-{{ .BRANCH | sanitizeDNSName }}.gimlet.app","tls":true})");
  CHECK(host(R"({"host":"localhost"})") == R"({"host":"localhost"})");
  CHECK(host(R"({"host":5})") == R"({"host":5})");
  CHECK(host(R"({"hosts":["a.b"]})") == R"({"hosts":["a.b"]})");
  CHECK(host(R"("a.b")") == R"("a.b")");
}

TEST_CASE("preview: deploy is on pushes to every branch but main and master") {
  const Manifest manifest = preview(R"("deploy":{"event":"tag","tag":"v*"})");
  REQUIRE(manifest.deploy);
  CHECK(manifest.deploy->event == Event::push);
  CHECK(manifest.deploy->branch == "!{main,master}");
  CHECK(manifest.deploy->tag.empty());
  CHECK(policy_problems(*manifest.deploy).empty());
  Version version;
  version.branch = "feature/a";
  CHECK(evaluate(manifest.deploy, version).release);
  version.branch = "master";
  CHECK_FALSE(evaluate(manifest.deploy, version).release);
  version.branch = "feature/a";
  version.event = Event::pr;
  CHECK_FALSE(evaluate(manifest.deploy, version).release);
}

TEST_CASE("preview: cleanup is of that app when any branch is deleted") {
  const Manifest manifest = preview(R"("cleanup":{"app":"other","branch":"x"})", "web-preview");
  REQUIRE(manifest.cleanup);
  CHECK(manifest.cleanup->app == app_of_branch);
  CHECK(manifest.cleanup->event == "branchDeleted");
  CHECK(cleanup_matches(*manifest.cleanup, "feature/a"));
}

TEST_CASE("preview: the document stays as it was read") {
  const Manifest manifest = preview();
  CHECK(manifest.preview);
  CHECK(dump_json(manifest.document) == R"({"app":"web","env":"staging","preview":true})");
}

TEST_CASE("preview: false is an ordinary manifest") {
  const Manifest manifest =
      manifest_from_json(parse_json(R"({"app":"web-preview","env":"s","preview":false})", "m"), "", "m");
  CHECK(manifest.app == "web-preview");
  CHECK_FALSE(manifest.deploy);
  CHECK(manifest.values->is_null());
}

TEST_CASE("preview: keys in any case, and the expanded manifest is no preview") {
  CHECK(
      dump_json(expanded(R"({"Preview":true,"APP":"web","env":"s","Values":{},"Deploy":{"event":"pr"}})")) ==
      R"({"APP":"web-{{ .BRANCH | sanitizeDNSName }}","env":"s",)"
      R"("Values":{"gitBranch":"{{ .BRANCH }}"},)"
      R"("Deploy":{"event":"push","branch":"!{main,master}"},)"
      R"("cleanup":{"app":"web-{{ .BRANCH | sanitizeDNSName }}","event":"branchDeleted","branch":"*"}})");
}

TEST_CASE("preview: what is missing or of a wrong type is said as for other manifests") {
  CHECK(test::failure([] {
          manifest_from_json(parse_json(R"({"env":"s","preview":true})", "m"), "", "m");
        }) == "m: missing (at /app)");
  CHECK(test::failure([] { preview(R"("values":[])"); }) ==
        "m.json: must be an object, not a list (at /values)");
}
