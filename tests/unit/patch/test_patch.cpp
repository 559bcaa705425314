#include <string>

#include <doctest/doctest.h>

#include "core/patch/patch.hpp"
#include "tests/support/failure.hpp"

using namespace gimlet;
using patch::apply_patches;

namespace {

const std::string config_map =
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: n}\ndata: {k: v}\n";
const std::string other = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b, namespace: n}\n";

std::string patched(const std::string& text, const patch::Patches& patches) {
  return apply_patches(text, patches, "rendered").text;
}

std::string error_of(const std::string& text, const patch::Patches& patches) {
  return test::failure([&] { apply_patches(text, patches, "rendered"); });
}

}  // namespace

TEST_CASE("patch: every resource comes out, each behind a separator") {
  CHECK(patched(config_map + "---\n" + other, {}) ==
        "---\napiVersion: v1\ndata:\n  k: v\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: \"n\"\n"
        "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: b\n  namespace: \"n\"\n");
  CHECK(patched("", {}).empty());
  CHECK(patched("# nothing\n", {}).empty());
}

TEST_CASE("patch: blank patches are none") {
  patch::Patches patches;
  CHECK(patches.empty());
  patches.strategic_merge = " \n";
  CHECK(patches.empty());
  patches.strategic_merge = "# nothing\n";
  CHECK(!patches.empty());
  CHECK(patched(config_map, patches) == patched(config_map, {}));
}

TEST_CASE("patch: a strategic merge patch without its resource says what there is") {
  const std::string patch = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";
  CHECK(error_of(config_map + "---\n" + other, {"\n" + patch, {}}) ==
        "strategicMergePatches:1: no resource matches strategic merge patch "
        "\"ConfigMap.v1.[noGrp]/a.[noNs]\" (at "
        "/strategicMergePatches) [apiVersion, kind, metadata.name and metadata.namespace must be those of a "
        "resource; there is ConfigMap.v1.[noGrp]/a.n]");
  CHECK(error_of(other, {config_map, {}}).find("there is ConfigMap.v1.[noGrp]/b.n]") != std::string::npos);
  CHECK(error_of("apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n", {config_map, {}})
            .find("; there is no ConfigMap]") != std::string::npos);
}

TEST_CASE("patch: errors name the patch, the line and the resource") {
  CHECK(error_of(config_map, {config_map + "---\n" + config_map + "data: [\n", {}}) ==
        "strategicMergePatches:11:1: not valid YAML: did not find expected node content, while parsing a "
        "flow node (at /strategicMergePatches)");
  CHECK(error_of(config_map,
                 {"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: n}\ndata: x\n", {}}) ==
        "patching ConfigMap a in namespace n: data: wrong node kind: expected MappingNode but got ScalarNode "
        "(at "
        "/strategicMergePatches) [remove the field with null in one patch and set it in the next one]");
  const patch::Json6902Patch fine{"- {op: add, path: /x, value: 1}", {"", "", "", "a", ""}};
  const patch::Json6902Patch wrong{"- {op: remove, path: /nothing}", {"", "", "", "a", ""}};
  CHECK(error_of(config_map, {"", {fine, wrong}}) ==
        "patching ConfigMap a in namespace n: error in remove for path: '/nothing': Unable to remove "
        "nonexistent "
        "key: nothing: missing value (at /json6902Patches/1)");
  CHECK(error_of(config_map, {"", {{"- [", {"", "", "", "a", ""}}}})
            .find("json6902Patches/0:2:1: not valid YAML") == 0);
  CHECK(error_of(config_map, {"", {{"- {op: remove, path: /metadata/name}", {"", "", "", "a", ""}}}}) ==
        "patched ConfigMap a in namespace n: rendered:1: missing metadata.name in ConfigMap [patches need "
        "resources "
        "with apiVersion, kind and metadata.name]");
}

TEST_CASE("patch: errors in the resources name their line") {
  CHECK(error_of(other + "---\n" + config_map + "---\nfoo: bar\n", {}) ==
        "rendered:10: missing kind: the document is no Kubernetes resource [patches need resources with "
        "apiVersion, "
        "kind and metadata.name]");
  CHECK(error_of(config_map + "---\n" + config_map, {}) ==
        "rendered:6: may not add resource with an already registered id: ConfigMap.v1.[noGrp]/a.n [ConfigMap "
        "a in "
        "namespace n is in line 1, too; patches need every resource once]");
  CHECK(error_of(config_map + "---\na: b: c\n", {}).find("rendered:6:5: not valid YAML") == 0);
  CHECK(error_of(config_map + "binaryData: {1: x}\n", {}) ==
        "patched ConfigMap a in namespace n: the key 1 is no string [quote it: \"1\"]");
}

TEST_CASE("patch: patches must not make two resources one") {
  const patch::Json6902Patch rename{"- {op: replace, path: /metadata/name, value: a}", {"", "", "", "b", ""}};
  CHECK(error_of(config_map + "---\n" + other, {"", {rename}}).find("already registered id") !=
        std::string::npos);
}

TEST_CASE("patch: a JSON patch without a resource is a warning") {
  const patch::Json6902Patch nobody{"- {op: add, path: /x, value: 1}", {"", "", "", "nobody", ""}};
  const patch::Patched result = apply_patches(config_map, {"", {nobody}}, "rendered");
  CHECK(result.text == patched(config_map, {}));
  REQUIRE(result.warnings.size() == 1);
  CHECK(result.warnings[0] == "json6902Patches/0 matches no resource");
}

TEST_CASE("patch: annotations may have any key") {
  CHECK(patched("kind: A\nmetadata: {name: a, annotations: {\"1\": x, \"true\": y}}\n", {}) ==
        "---\nkind: A\nmetadata:\n  annotations:\n    \"1\": x\n    \"true\": \"y\"\n  name: a\n");
  CHECK(error_of("kind: A\nmetadata: {name: a, annotations: [x]}\n", {}) ==
        "patched A a: the annotations are no map");
}
