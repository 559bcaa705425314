#include <doctest/doctest.h>

#include "core/util/fs.hpp"
#include "core/util/json.hpp"
#include "tests/support/folder.hpp"
#include "tests/unit/app/program.hpp"

using namespace gimlet;
using test::Ran;
using test::run;

namespace {

// The stream that a manifest of this raw text gives.
Ran templated(const std::string& manifests, const std::vector<std::string>& more = {},
              const std::map<std::string, std::string>& variables = {}) {
  const Json document{{"app", "web"}, {"env", "staging"}, {"manifests", manifests}};
  std::vector<std::string> arguments{"manifest", "template", "-f", "-"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run(arguments, variables, dump_json(document));
}

}  // namespace

TEST_CASE("manifest template: a file's own separator is kept once, and directives have one of their own") {
  CHECK(templated("a: 1").out == "---\n# staging/web/manifest.yaml\na: 1\n");
  CHECK(templated("---\na: 1\n---\nb: 2\n").out == "---\n# staging/web/manifest.yaml\na: 1\n---\nb: 2\n");
  CHECK(templated("--- {a: 1}").out == "# staging/web/manifest.yaml\n--- {a: 1}\n");
  CHECK(templated("%YAML 1.1\n---\na: 1\n").out == "# staging/web/manifest.yaml\n%YAML 1.1\n---\na: 1\n");
}

TEST_CASE("manifest template: variables of CI, of files and of the command line; later ones win") {
  const test::Folder folder;
  const std::string file = folder.write("vars", "A=file\nB=file\nSHA=file\n").string();
  const std::string text = "{{ .A }} {{ .B }} {{ .SHA }} {{ .APP }}";
  const std::map<std::string, std::string> ci{{"GITHUB_ACTIONS", "true"}, {"GITHUB_SHA", "ci"}};
  const auto last_line = [&](const std::vector<std::string>& more) {
    const std::string out = templated("x: " + text, more, ci).out;
    return out.substr(out.find("x: "));
  };
  CHECK(last_line({"--vars-file", file}) == "x: file file file web\n");
  CHECK(last_line({"--vars-file", file, "--var", "B=line"}) == "x: file line file web\n");
  CHECK(last_line({"--var", "A=1", "B=2"}) == "x: 1 2 ci web\n");
  CHECK(last_line({"-v", file, "--var", "A=1"}) == "x: 1 file file web\n");
}

TEST_CASE("manifest template: the manifests' names cannot lead out of the output folder") {
  const test::Folder folder;
  const Json document{{"app", "{{ .X }}"}, {"env", "staging"}, {"manifests", "a: 1"}};
  const Ran ran = run({"manifest", "template", "-f", "-", "--var", "X=../../../x", "--output-dir",
                       (folder.path() / "out").string()},
                      {}, dump_json(document));
  CHECK(ran.code == 4);
  CHECK(ran.err.find("must begin with a letter or a digit") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder.path() / "out"));
}

TEST_CASE("manifest template: a failure with -o json is a JSON error") {
  const Ran ran = templated("{{ .MISSING }}", {"-o", "json"});
  CHECK(ran.code == 4);
  CHECK(parse_json(ran.out, "stdout")["error"]["code"] == 4);
}
