#include <cstdlib>
#include <filesystem>

#include <doctest/doctest.h>

#include "core/render/renderer.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/json.hpp"
#include "tests/support/failure.hpp"
#include "tests/support/folder.hpp"

using namespace gimlet;
using namespace gimlet::render;

namespace {

// A helm of the test's own at the head of PATH, which runs `script` with HERE set to its folder.
class FakeHelm {
 public:
  explicit FakeHelm(const std::string& script) {
    if (const char* path = std::getenv("PATH"); path != nullptr) path_ = path;
    const auto helm = folder_.write("helm", "#!/bin/sh\nHERE=" + folder_.path().string() + "\n" + script);
    std::filesystem::permissions(helm, std::filesystem::perms::owner_all);
    ::setenv("PATH", (folder_.path().string() + ":" + path_).c_str(), 1);
  }
  FakeHelm(const FakeHelm&) = delete;
  FakeHelm& operator=(const FakeHelm&) = delete;
  ~FakeHelm() { ::setenv("PATH", path_.c_str(), 1); }

  [[nodiscard]] std::string file(const std::string& name) const { return read_file(folder_.path() / name); }

 private:
  test::Folder folder_;
  std::string path_;
};

model::Manifest manifest(const std::string& members) {
  return model::manifest_from_json(parse_json(R"({"app":"web","env":"staging",)" + members + "}", "m.json"),
                                   "", "m.json");
}

Rendered render_it(const std::string& members, RendererOptions options = {}) {
  options.charts = ChartRenderer::helm;
  return make_renderer(options)->render(manifest(members));
}

Error error_of(const std::string& members, const RendererOptions& options = {}) {
  try {
    render_it(members, options);
  } catch (const Error& error) {
    return error;
  }
  return {ErrorCode::failed, "nothing was thrown"};
}

using Files = std::map<std::string, std::string>;

}  // namespace

TEST_CASE("renderer: raw manifests alone become manifest.yaml, ending in a newline") {
  const Rendered rendered = render_it(R"("manifests":"---\nkind: Service")");
  CHECK(rendered.files == Files{{"manifest.yaml", "---\nkind: Service\n"}});
  CHECK(rendered.warnings.empty());
}

TEST_CASE("renderer: a chart goes through helm template with the documented arguments") {
  const FakeHelm helm(R"(
for a in "$@"; do echo "$a" >> $HERE/argv; done
while [ $# -gt 0 ]; do [ "$1" = --values ] && cp "$2" $HERE/values; shift; done
printf -- '---\n# Source: onechart/templates/deployment.yaml\nkind: Deployment\n'
)");
  const Rendered rendered = render_it(
      R"("namespace":"n","chart":{"repository":"https://c.example.com","name":"onechart",)"
      R"("version":"0.10.0"},"values":{"replicas":3,"on":"yes","image":{"tag":"1.10"},"ratio":0.5})");
  CHECK(rendered.files == Files{{"deployment.yaml", "---\nkind: Deployment\n"}});
  const std::string argv = helm.file("argv");
  const std::size_t values = argv.find("--values\n");
  CHECK(argv.substr(0, values) ==
        "template\nweb\nonechart\n--repo\nhttps://c.example.com\n--version\n0.10.0\n--namespace\nn\n");
  CHECK(argv.substr(argv.rfind('\n', argv.size() - 2)) == "\n--no-hooks\n");
  CHECK(helm.file("values") == "image:\n  tag: \"1.10\"\n\"on\": \"yes\"\nratio: 0.5\nreplicas: 3\n");
}

TEST_CASE("renderer: options without a value are left out") {
  const FakeHelm helm("echo \"$*\" > $HERE/argv\necho 'kind: A'\n");
  CHECK(render_it(R"("chart":{"name":"./charts/web"},"values":{})").files ==
        Files{{"manifest.yaml", "kind: A\n"}});
  CHECK(helm.file("argv") == "template web ./charts/web --no-hooks\n");
}

TEST_CASE("renderer: raw manifests come behind the chart") {
  const FakeHelm helm("printf 'kind: A\\n'\n");
  CHECK(render_it(R"("chart":{"name":"c"},"manifests":"kind: B\n")").files ==
        Files{{"manifest.yaml", "kind: A\n---\nkind: B\n"}});
}

TEST_CASE("renderer: helm's remarks are warnings, a chart that gives nothing is told") {
  const FakeHelm helm("echo 'walk.go:74: found a symbolic link' >&2\n");
  const Rendered rendered = render_it(R"("chart":{"name":"c"})");
  REQUIRE(rendered.warnings.size() == 2);
  CHECK(rendered.warnings[0] == "helm: walk.go:74: found a symbolic link");
  CHECK(rendered.warnings[1] == "the chart rendered to nothing");
}

TEST_CASE("mistake 17: helm's error is passed on with what was being rendered") {
  const FakeHelm helm("echo 'Error: template: c/templates/a.yaml:1:3: nope' >&2\nexit 1\n");
  const Error error =
      error_of(R"("chart":{"name":"c","version":"1.0","repository":"https://c.example.com"})");
  CHECK(error.code() == ErrorCode::bad_input);
  CHECK(error.str() ==
        "rendering the chart c 1.0 of https://c.example.com: helm: template: c/templates/a.yaml:1:3: nope");
}

TEST_CASE("mistake 18: tokens in a chart's address do not show") {
  const FakeHelm helm("echo \"Error: looks like \\\"$5\\\" cannot be reached\" >&2\nexit 1\n");
  const Error error = error_of(R"("chart":{"name":"c","repository":"https://me:s3cr3t@c.example.com"})");
  CHECK(error.code() == ErrorCode::failed);
  CHECK(error.str().find("s3cr3t") == std::string::npos);
  CHECK(error.str().find("c.example.com") != std::string::npos);
}

TEST_CASE("renderer: a helm that does not end is ended") {
  const FakeHelm helm("exec sleep 60\n");
  RendererOptions options;
  options.helm_timeout_ms = 1000;
  const Error error = error_of(R"("chart":{"name":"c"})", options);
  CHECK(error.code() == ErrorCode::failed);
  CHECK(error.str() == "rendering the chart c: helm did not end within 1 seconds");
}

TEST_CASE("renderer: without helm a chart is an error that says what to install") {
  RendererOptions options;
  options.helm = "no-such-helm";
  const Error error = error_of(R"("chart":{"name":"c"})", options);
  CHECK(error.code() == ErrorCode::failed);
  CHECK(error.str().find("the chart needs helm") != std::string::npos);
  CHECK(error.hint().find("install helm") == 0);
}

TEST_CASE("renderer: charts that helm cannot take are refused before it runs") {
  const FakeHelm helm("echo ran > $HERE/ran\n");
  for (const char* name : {"https://github.com/o/r.git?path=/charts/c/&sha=abc", "https://github.com/o/r.git",
                           "git@github.com:o/r", "--post-renderer=/bin/sh", "-f"}) {
    const Error error = error_of(R"("chart":{"name":")" + std::string(name) + "\"}");
    CHECK_MESSAGE(error.code() == ErrorCode::bad_input, name);
    CHECK_MESSAGE(error.json_pointer() == "/chart/name", name);
  }
  CHECK_THROWS_AS((void)helm.file("ran"), Error);
  CHECK_NOTHROW(render_it(R"("chart":{"name":"https://charts.github.io/c.tgz"})"));
}

TEST_CASE("renderer: a chart's template cannot choose a file outside the app's folder") {
  const FakeHelm helm("printf -- '---\\n# Source: c/templates/release.json\\na: 1\\n'\n");
  CHECK(error_of(R"("chart":{"name":"c"})").code() == ErrorCode::bad_input);
}

TEST_CASE("renderer: patches apply to chart and raw manifests, and leave one file") {
  const FakeHelm helm(R"(
printf -- '---\n# Source: c/templates/a.yaml\nkind: A\nmetadata:\n  name: a\n---\n# Source: c/templates/b.yaml\nkind: B\nmetadata: {name: b}\n'
)");
  const Rendered rendered = render_it(
      R"("chart":{"name":"c"},"manifests":"kind: C\nmetadata: {name: c}\n",)"
      R"("strategicMergePatches":"kind: B\nmetadata: {name: b}\nspec: on\n",)"
      R"("json6902Patches":[{"patch":"- {op: add, path: /x, value: 1}","target":{"kind":"[AC]","name":".*"}},)"
      R"({"patch":"- {op: add, path: /x, value: 1}","target":{"name":"d"}}])");
  CHECK(rendered.files == Files{{"manifest.yaml",
                                 "---\nkind: A\nmetadata:\n  name: a\nx: 1\n"
                                 "---\nkind: B\nmetadata:\n  name: b\nspec: \"on\"\n"
                                 "---\nkind: C\nmetadata:\n  name: c\nx: 1\n"}});
  REQUIRE(rendered.warnings.size() == 1);
  CHECK(rendered.warnings[0] == "json6902Patches/1 matches no resource");
}

TEST_CASE("renderer: a patch that does not apply names its place in the manifest") {
  const Error error = error_of(
      R"("manifests":"kind: A\nmetadata: {name: a}","strategicMergePatches":"kind: B\nmetadata: {name: b}")");
  CHECK(error.code() == ErrorCode::bad_input);
  CHECK(error.json_pointer() == "/strategicMergePatches");
  CHECK(error.message() == "no resource matches strategic merge patch \"B.[noVer].[noGrp]/b.[noNs]\"");
  CHECK(error_of(R"("manifests":"a: 1","json6902Patches":[{"patch":"[]","target":{}}])").str() ==
        "rendered resources:1: missing kind: the document is no Kubernetes resource");
}

TEST_CASE("renderer: patches that delete everything leave no file") {
  const Rendered rendered = render_it(
      R"("manifests":"kind: A\nmetadata: {name: a}","strategicMergePatches":"kind: A\nmetadata: {name: a}\n$patch: delete")");
  CHECK(rendered.files.empty());
  CHECK(rendered.warnings.size() == 1);
}

TEST_CASE("renderer: empty manifests are refused in words") {
  CHECK(error_of(R"("manifests":" \n")").str() == "the manifest has neither a chart nor raw manifests");
}
