#include <doctest/doctest.h>

#include "core/render/renderer.hpp"
#include "core/util/json.hpp"
#include "tests/support/failure.hpp"

using namespace gimlet;
using namespace gimlet::render;

namespace {

std::string terraform(const std::string& spec, const std::string& name = "db") {
  return R"({"name":")" + name + R"(","kind":"terraform","spec":)" + spec + "}";
}

Rendered render_it(const std::string& dependencies, const std::string& members = R"("manifests":"a: 1")") {
  const std::string text = R"({"app":"web","env":"staging","namespace":"team",)" +
                           (members.empty() ? "" : members + ",") + R"("dependencies":[)" + dependencies +
                           "]}";
  return make_renderer()->render(model::manifest_from_json(parse_json(text, "m"), "", "m"));
}

std::string failure(const std::string& dependencies) {
  return test::failure([&] { render_it(dependencies); });
}

std::string failure_of_url(const std::string& url) {
  return failure(terraform(R"({"module":{"url":")" + url + "\"}}"));
}

}  // namespace

TEST_CASE("dependencies: a terraform module becomes a GitRepository and a Terraform resource") {
  const Rendered rendered = render_it(terraform(
      R"({"module":{"url":"https://example.com/modules?sha=xyz&path=azure/postgresql","secret":"deploy-key"},)"
      R"("values":{"user":"a \"b\"","database":"my-app","size":5,"tags":["x"]},"secret":"azure"})"));
  CHECK(rendered.warnings.empty());
  REQUIRE(rendered.files.size() == 2);
  CHECK(rendered.files.at("manifest.yaml") == "a: 1\n");
  CHECK(rendered.files.at("dependency-db.yaml") == R"(---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: web-db
  namespace: team
spec:
  interval: 24h0m0s
  ref:
    commit: xyz
  secretRef:
    name: deploy-key
  url: https://example.com/modules
---
apiVersion: infra.contrib.fluxcd.io/v1alpha2
kind: Terraform
metadata:
  name: web-db
  namespace: team
spec:
  approvePlan: auto
  interval: 24h0m0s
  path: azure/postgresql
  sourceRef:
    kind: GitRepository
    name: web-db
  vars:
  - name: database
    value: my-app
  - name: size
    value: 5
  - name: tags
    value:
    - x
  - name: user
    value: a "b"
  varsFrom:
  - kind: Secret
    name: azure
  writeOutputsToSecret:
    name: web-db-output
)");
}

TEST_CASE("dependencies: what is not said is left out, a module without a revision is told") {
  const Rendered rendered = render_it(terraform(R"({"module":{"url":"https://example.com/m.git"}})"), "");
  REQUIRE(rendered.files.size() == 1);
  const std::string& text = rendered.files.at("dependency-db.yaml");
  for (const char* absent : {"ref:", "path:", "secretRef", "vars", "varsFrom"}) {
    CAPTURE(absent);
    CHECK(text.find(std::string("  ") + absent) == std::string::npos);
  }
  REQUIRE(rendered.warnings.size() == 1);
  CHECK(rendered.warnings[0].find("Flux takes its branch master") != std::string::npos);
}

TEST_CASE("dependencies: patches are not for them") {
  const Rendered rendered = render_it(
      terraform(R"({"module":{"url":"https://example.com/m?tag=v1"}})"),
      R"("manifests":"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",)"
      R"("json6902Patches":[{"patch":"- {op: add, path: /data, value: {x: 'y'}}","target":{"name":".*"}}])");
  CHECK(rendered.files.at("manifest.yaml").find("x: \"y\"") != std::string::npos);
  CHECK(rendered.files.at("dependency-db.yaml").find("\ndata:") == std::string::npos);
  CHECK(rendered.files.at("dependency-db.yaml").find("    tag: v1\n") != std::string::npos);
}

TEST_CASE("dependencies: scp-like addresses become URLs, which the source controller asks for") {
  const Rendered rendered =
      render_it(terraform(R"({"module":{"url":"git@github.com:me/modules.git?path=/a/&branch=main"}})"));
  CHECK(rendered.files.at("dependency-db.yaml").find("  url: ssh://git@github.com/me/modules.git\n") !=
        std::string::npos);
}

TEST_CASE("dependencies: addresses that cannot be fetched, or would commit a token, are refused") {
  CHECK(failure_of_url("./modules?tag=v1").find("(at /dependencies/0/spec/module/url)") != std::string::npos);
  const std::string text = failure_of_url("https://me:s3cret@example.com/m?tag=v1");
  CHECK(text.find("holds a user or a token") != std::string::npos);
  CHECK(text.find("s3cret") == std::string::npos);
  CHECK(failure_of_url("https://example.com/m?ref=v1").find("no parameter \"ref\"") != std::string::npos);
}

TEST_CASE("dependencies: other kinds, names and doubles are refused by pointer") {
  CHECK(failure(R"({"name":"db","kind":"helm"})") ==
        "dependencies of kind \"helm\" are not known (at /dependencies/0/kind) [the kind of a dependency is "
        "terraform]");
  const std::string spec = R"({"module":{"url":"https://example.com/m?tag=v1"}})";
  CHECK(failure(terraform(spec, "a/b")).find("\"web-a/b\" is no name") == 0);
  CHECK(failure(terraform(spec, "-a")).find("(at /dependencies/0/name)") != std::string::npos);
  CHECK(failure(terraform(spec) + "," + terraform(spec)).find("(at /dependencies/1/name)") !=
        std::string::npos);
}
