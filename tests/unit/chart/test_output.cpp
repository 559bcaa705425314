#include <memory>
#include <sstream>

#include <doctest/doctest.h>

#include "core/chart/engine_error.hpp"
#include "core/chart/manifest_sort.hpp"
#include "core/chart/template.hpp"
#include "core/util/error.hpp"
#include "tests/support/failure.hpp"

using namespace gimlet;
using namespace gimlet::chart;

using Texts = std::vector<std::string>;

TEST_CASE("documents: cut at --- with the white space around it") {
  CHECK(split_documents("a\n---\nb\n") == Texts{"a", "b"});
  CHECK(split_documents("---\na\n  \n---   \n\nb") == Texts{"a", "b"});
  CHECK(split_documents("a: |\n  x --- y\nb: ---\n") == Texts{"a: |\n  x --- y\nb: ---"});
  CHECK(split_documents("---\n---\nb") == Texts{"---\nb"});
  CHECK(split_documents("a\n----\nb") == Texts{"a", "-\nb"});
  CHECK(split_documents("a\n---# comment\nb") == Texts{"a", "# comment\nb"});
  CHECK(split_documents(" \n").empty());
}

TEST_CASE("documents: in the order of installation, kinds that nobody knows last and by their names") {
  const Sorted sorted =
      sort_manifests({{"c/templates/b.yaml", "kind: Zoo\n---\nkind: Deployment\n---\nkind: Ant\n"},
                      {"c/templates/a.yaml", "kind: Deployment\nn: 1\n---\nkind: Namespace\n"},
                      {"c/templates/_p.tpl", "kind: Secret"},
                      {"c/templates/e.yaml", "  \n"}});
  Texts kinds;
  for (const auto& document : sorted.manifests)
    kinds.push_back(document.kind + " " + document.source.substr(12, 1));
  CHECK(kinds == Texts{"Namespace a", "Deployment a", "Deployment b", "Ant b", "Zoo b"});
}

TEST_CASE("documents: hooks are apart, and one that Helm does not know is passed over") {
  const auto with_hook = [](const char* hook) {
    return std::string("kind: Job\nmetadata: {name: x, annotations: {\"helm.sh/hook\": \"") + hook + "\"}}\n";
  };
  const Sorted sorted =
      sort_manifests({{"a", with_hook("pre-install, Test")},
                      {"b", with_hook("crd-install")},
                      {"c", "kind: Job\nmetadata: {annotations: {n: 1, b: true, z: null}}\n"}});
  CHECK(sorted.hooks.size() == 1);
  CHECK(sorted.unknown_hooks == Texts{"b"});
  CHECK(sorted.manifests.size() == 1);
}

TEST_CASE("documents: what Kubernetes could not read is refused with the template's name") {
  const auto words = [](const char* text) {
    return test::failure([&] { sort_manifests({{"c/x.yaml", text}}); });
  };
  CHECK(words("a: [\n").starts_with(
      "YAML parse error on c/x.yaml: error converting YAML to JSON: yaml: line "));
  CHECK(words("metadata: {annotations: {a: [1]}}").find("of type string") != std::string::npos);
  CHECK(words("text").find("cannot unmarshal string into Go value of type util.SimpleHead") !=
        std::string::npos);
}

TEST_CASE("errors: fail and required give their message and the place, whatever was around them") {
  const std::string inner =
      "template: c/templates/_a.tpl:2:3: executing \"a\" at <fail \"no\">: error calling fail: " +
      marked("no");
  CHECK(describe_failure("c/templates/x.yaml",
                         "template: c/templates/x.yaml:1:3: executing \"c/templates/x.yaml\" at "
                         "<include \"a\" .>: error calling include: " +
                             inner) == "execution error at (c/templates/x.yaml:1:3): no");
}

TEST_CASE("errors: a path through templates is a list, a function's own error stays as it is") {
  const std::string nested =
      "template: x:1:3: executing \"x\" at <include \"d\" .>: error calling include: template: y:2:4: "
      "executing \"d\" at "
      "<.a.b>: nil pointer evaluating interface {}.b";
  CHECK(describe_failure("x", nested) ==
        "x:1:3\n  executing \"x\" at <include \"d\" .>:\n    error calling include:\ny:2:4\n  executing "
        "\"d\" at "
        "<.a.b>:\n    nil pointer evaluating interface {}.b");
  const std::string own =
      "template: x:1:3: executing \"x\" at <semver \"a\">: error calling semver: invalid semantic version";
  CHECK(describe_failure("x", own) == own);
  CHECK(describe_parse_error("x", "template: x:3: function \"f\" not defined") ==
        "parse error at (x:3): function \"f\" not defined");
}

TEST_CASE("printing: the end before the hooks is trimmed, and a stream gets what a string holds") {
  const auto crd = [](const char* source, const char* text) {
    return CrdFile{source, std::make_shared<const std::string>(text)};
  };
  Output output;
  const auto printed = [&](const PrintOptions& options) {
    std::ostringstream stream;
    print(output, options, stream);
    CHECK(stream.str() == print(output, options));
    return stream.str();
  };
  CHECK(printed({}) == "\n");
  output.crds = {crd("c/crds/a.yaml", ""), crd("c/crds/b.yaml", " \n")};
  CHECK(printed({}) == "\n");
  CHECK(printed({true, true, {}}) == "---\n# Source: c/crds/a.yaml\n\n---\n# Source: c/crds/b.yaml\n");
  output.manifests = {{"c/templates/x.yaml", "x: 1", "", ""}};
  output.hooks = {{"c/templates/h.yaml", "h: 1", "", ""}};
  CHECK(printed({false, false, {}}) == "---\n# Source: c/templates/x.yaml\nx: 1\n");
  CHECK(printed({}) == "---\n# Source: c/templates/x.yaml\nx: 1\n---\n# Source: c/templates/h.yaml\nh: 1\n");
  CHECK(printed({false, true, {"templates/h.yaml"}}) == "---\n# Source: c/templates/h.yaml\nh: 1\n");
  output.manifests.assign(40, {"c/templates/x.yaml", std::string(5000, 'x'), "", ""});
  CHECK(printed({true, true, {}}).size() > 200'000);
}
