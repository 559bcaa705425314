#include <doctest/doctest.h>

#include "core/render/renderer.hpp"
#include "core/render/resolve.hpp"
#include "core/util/json.hpp"
#include "tests/support/failure.hpp"
#include "tests/support/folder.hpp"

using namespace gimlet;
using namespace gimlet::render;
using model::Variables;

namespace {

model::Manifest manifest(const std::string& members, const std::string& app = "web") {
  const std::string text = R"({"app":")" + app + R"(","env":"staging",)" + members + "}";
  return model::manifest_from_json(parse_json(text, "m.json"), "", "m.json");
}

model::Manifest resolved(const std::string& members, const Variables& variables, const Variables& env = {}) {
  return resolve(manifest(members), variables, "m.json", env);
}

std::string values(const std::string& json, const Variables& variables, const Variables& env = {}) {
  return dump_json(resolved("\"values\":" + json, variables, env).values);
}

std::string failure(const std::string& members, const Variables& variables = {}) {
  return test::failure([&] { resolved(members, variables); });
}

}  // namespace

TEST_CASE("resolve: templates in strings at any depth, other values untouched") {
  CHECK(
      values(
          R"({"a":"{{ .X }}-{{ .Y }}","b":[1,2.5,true,null,"{{ .X }}"],"c":{"d":{"e":"x{{ .Y }}"}},"f":"}}"})",
          {{"X", "1"}, {"Y", "2"}}) ==
      R"({"a":"1-2","b":[1,2.5,true,null,"1"],"c":{"d":{"e":"x2"}},"f":"}}"})");
}

TEST_CASE("resolve: what a string's template gives is a string") {
  CHECK(values(R"({"a":"{{ .N }}","b":"{{ .T }}"})", {{"N", "5000"}, {"T", "true"}}) ==
        R"({"a":"5000","b":"true"})");
}

TEST_CASE("mistake 15: a variable's value cannot add structure") {
  const std::string hostile = "x\nreplicas: 100\n# \"}, {{ .SECRET }}";
  CHECK(resolved(R"("values":{"tag":"{{ .BRANCH }}"})", {{"BRANCH", hostile}, {"SECRET", "s"}})
            .values->at("tag") == hostile);
  const std::string text = failure(R"("manifests":"kind: ConfigMap\nname: {{ .BRANCH }}\n")",
                                   {{"BRANCH", "x\nreplicas: 100"}, {"OTHER", "a: b"}});
  CHECK(text ==
        "m.json: the value of BRANCH would change the structure of the YAML around it (at /manifests) "
        "[quote it: {{ .BRANCH | quote }}]");
  CHECK(resolved(R"("manifests":"name: {{ .BRANCH | quote }}\n")", {{"BRANCH", "x\nreplicas: 100"}})
            .manifests == "name: \"x\\nreplicas: 100\"\n");
}

TEST_CASE("mistake 15: patches are guarded as raw manifests are") {
  const Variables variables{{"V", "a: b"}};
  CHECK(failure(R"("strategicMergePatches":"x: {{ .V }}")", variables).find("/strategicMergePatches") !=
        std::string::npos);
  CHECK(failure(R"("json6902Patches":[{"patch":"x: {{ .V }}","target":{}}])", variables)
            .find("/json6902Patches/0/patch") != std::string::npos);
}

TEST_CASE("mistake 16: a templated key does not leave the raw key behind") {
  CHECK(values(R"({"host-{{ .X }}":1,"plain":2})", {{"X", "a"}}) == R"({"host-a":1,"plain":2})");
  CHECK(failure(R"("values":{"a":1,"{{ .X }}":2})", {{"X", "a"}}) ==
        "m.json: two keys become \"a\" (at /values/{{ .X }})");
}

TEST_CASE("mistake 12: one manifest's missing variable fails that manifest and no other") {
  const Variables variables{{"SHA", "abc"}};
  CHECK(failure(R"("values":{"a":"{{ .NOT_THERE }}"})", variables).find("NOT_THERE") != std::string::npos);
  CHECK(values(R"({"a":"{{ .SHA }}"})", variables) == R"({"a":"abc"})");
}

TEST_CASE("resolve: a missing variable is named, with its pointer and a hint") {
  const std::string text = failure(R"("values":{"image":{"tag":"v{{ .SHAA }}"}})", {{"SHA", "abc"}});
  CHECK(text.find("m.json: ") == 0);
  CHECK(text.find("map has no entry for key \"SHAA\"") != std::string::npos);
  CHECK(text.find("(at /values/image/tag) [did you mean SHA?]") != std::string::npos);
  CHECK(failure(R"("values":{"a":"{{ .UNHEARD_OF }}"})").find("[set UNHEARD_OF in the artifact's vars") !=
        std::string::npos);
}

TEST_CASE("resolve: a template that does not parse is named by pointer") {
  CHECK(failure(R"("values":{"a/b":["{{ .X "]})").find("(at /values/a~1b/0)") != std::string::npos);
  CHECK(failure(R"("values":{"a":"{{ nope .X }}"})").find("\"nope\" not defined") != std::string::npos);
}

TEST_CASE("mistake 15: env and expandenv give nothing of this process's environment") {
  CHECK(values(R"({"a":"<{{ env \"PATH\" }}{{ expandenv \"$PATH\" }}{{ getHostByName \"localhost\" }}>"})",
               {}) == R"({"a":"<>"})");
}

TEST_CASE("resolve: sprig's functions, and a clock of the caller's") {
  class Fixed : public Clock {
   public:
    [[nodiscard]] std::chrono::system_clock::time_point now() const override {
      return std::chrono::system_clock::from_time_t(86400);
    }
  };
  const Fixed clock;
  const model::Manifest each =
      manifest(R"("values":{"a":"{{ .X | upper | trunc 2 }}","b":"{{ now | date \"2006-01-02\" }}"})");
  CHECK(dump_json(resolve(each, {{"X", "abc"}}, "m.json", {}, &clock).values) ==
        R"({"a":"AB","b":"1970-01-02"})");
}

TEST_CASE(
    "resolve: APP is the resolved app; the environment's variables win over it and over the artifact's") {
  const model::Manifest preview =
      manifest(R"("values":{"n":"{{ .APP }}"})", "web-{{ .BRANCH | sanitizeDNSName }}");
  const model::Manifest out = resolve(preview, {{"BRANCH", "Feature/X"}, {"APP", "old"}}, "m.json");
  CHECK(out.app == "web-feature-x");
  CHECK(out.values->at("n") == "web-feature-x");
  CHECK(values(R"({"a":"{{ .A }}","n":"{{ .APP }}"})", {{"A", "artifact"}},
               {{"A", "env"}, {"APP", "mine"}}) == R"({"a":"env","n":"mine"})");
}

TEST_CASE("resolve: app and env are checked again") {
  CHECK(test::failure([] {
          resolve(manifest("\"values\":{}", "{{ .X }}"), {{"X", "../../etc"}}, "m.json");
        }) == "m.json: app \"../../etc\" must begin with a letter or a digit (at /app)");
  model::Manifest other = manifest("\"values\":{}");
  other.env = "{{ .X }}";
  CHECK(test::failure([&] {
          resolve(other, {{"X", ".git"}}, "m.json");
        }) == "m.json: env \".git\" must begin with a letter or a digit (at /env)");
  CHECK(resolve_env(other, {{"X", "prod"}}, "m.json") == "prod");
}

TEST_CASE("resolve: deploy and cleanup keep their patterns") {
  const model::Manifest out = resolved(
      R"("deploy":{"event":"push","branch":"{{a,b},c}"},"Cleanup":{"app":"web-{{ .BRANCH }}","branch":"*"})",
      {});
  CHECK(out.cleanup->app == "web-{{ .BRANCH }}");
  CHECK(out.deploy->branch == "{{a,b},c}");
}

TEST_CASE("resolve: keys in any case, the namespace and the chart too") {
  const model::Manifest out = resolve(
      model::manifest_from_json(
          parse_json(
              R"({"APP":"a-{{ .X }}","Env":"{{ .X }}","NameSpace":"{{ .APP }}","chart":{"name":"{{ .X }}"}})",
              "m.json"),
          "", "m.json"),
      {{"X", "x"}}, "m.json");
  CHECK(out.app == "a-x");
  CHECK(out.env == "x");
  CHECK(out.ns == "a-x");
  CHECK(out.chart->name == "x");
}

TEST_CASE("resolve: a preview manifest is resolved as what it stands for") {
  const model::Manifest out =
      resolve(manifest(R"("preview":true,"values":{"ingress":{"host":"web.example.com"},"n":"{{ .APP }}"})",
                       "web-preview"),
              {{"BRANCH", "Feature/X"}}, "m.json");
  CHECK(out.app == "web-feature-x");
  CHECK(dump_json(out.values) ==
        R"({"ingress":{"host":"web-feature-x.example.com"},"n":"web-feature-x","gitBranch":"Feature/X"})");
  CHECK(out.deploy->branch == "!{main,master}");
  CHECK(out.cleanup->app == "web-{{ .BRANCH | sanitizeDNSName }}");
  CHECK_FALSE(out.preview);
  CHECK(failure(R"("preview":true)").find("no entry for key \"BRANCH\"") != std::string::npos);
}

TEST_CASE("resolve: templates that grow or nest without end are errors") {
  CHECK_FALSE(
      failure(R"("values":{"a":"{{ define \"t\" }}{{ template \"t\" }}{{ end }}{{ template \"t\" }}"})")
          .empty());
  const Variables big{{"X", std::string(1'000'000, 'x')}};
  std::string text;
  for (int i = 0; i < 100; ++i) text += "{{ .X }}";
  CHECK_FALSE(failure(R"("values":{"a":")" + text + "\"}", big).empty());
}

TEST_CASE("resolve: the example artifact renders to a deployment and a service") {
  const model::Artifact artifact =
      model::parse_artifact(test::data("artifacts/frontend.json"), "frontend.json");
  for (const model::Manifest& each : artifact.environments) {
    const model::Manifest out = resolve(each, model::variables_of(artifact), "frontend.json");
    const Rendered rendered = make_renderer()->render(out);
    REQUIRE(rendered.files.size() == 1);
    const std::string& text = rendered.files.at("manifest.yaml");
    CHECK(text.find("image: mycompany/frontend:deae5dbaf237766240181fa397e923d3c5253112\n") !=
          std::string::npos);
    CHECK(text.find("  name: frontend\n") != std::string::npos);
    CHECK(text.find("{{") == std::string::npos);
  }
}
