#include <string>

#include <doctest/doctest.h>

#include "core/patch/kinds.hpp"
#include "core/patch/list_merge.hpp"
#include "core/patch/strategic_merge.hpp"
#include "core/yaml/json.hpp"
#include "tests/support/failure.hpp"

using namespace gimlet;
using patch::Node;

namespace {

std::string merged(const std::string& resource, const std::string& patch_text) {
  yaml::NodePool pool;
  Node* const result = patch::merge(yaml::read_node(resource, pool), yaml::read_node(patch_text, pool), pool);
  return result == nullptr ? "deleted" : yaml::marshal_json(yaml::node_value(*result));
}

std::string put(const std::string& list, const patch::Keys& keys, const patch::KeyTexts& texts,
                const std::string& element) {
  yaml::NodePool pool;
  Node* const root = yaml::read_node("l: " + list, pool);
  Node* const into = patch::find(root, "l");
  patch::put_element(*into, keys, texts, element.empty() ? nullptr : yaml::read_node(element, pool));
  return yaml::marshal_json(yaml::node_value(*into));
}

}  // namespace

TEST_CASE("kinds: what is known of built-in kinds, by version") {
  const patch::Kind* const pod = patch::find_kind("v1", "Pod");
  REQUIRE(pod != nullptr);
  CHECK(!pod->cluster_scoped);
  const patch::Field* const spec = patch::find_field(*pod->type, "spec");
  REQUIRE(spec != nullptr);
  CHECK(!spec->merged_list);
  const patch::Field* const containers = patch::find_field(*spec->type, "containers");
  REQUIRE(containers != nullptr);
  CHECK(containers->merged_list);
  CHECK(containers->keys[0] == "name");
  CHECK(patch::find_field(*containers->type, "args") == nullptr);
  CHECK(patch::find_kind("rbac.authorization.k8s.io/v1", "ClusterRole")->cluster_scoped);
  CHECK(patch::find_kind("v2", "Pod") == nullptr);
  CHECK(patch::find_kind("", "") == nullptr);
}

TEST_CASE("strategic merge: maps, scalars, nulls") {
  CHECK(merged("{a: {b: 1, c: 2}, d: 3}", "{a: {c: 4}, d: null, e: 5}") == R"({"a":{"b":1,"c":4},"e":5})");
  CHECK(merged("{a: {b: 1}}", "{$patch: delete}") == "deleted");
  CHECK(merged("{a: {b: 1}}", "{a: {$patch: replace, c: 2}}") == R"({"a":{"c":2}})");
}

TEST_CASE("strategic merge: errors say where") {
  const std::string pod = "{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, env: [x]}]}}";
  CHECK(test::failure([&] { merged(pod, "{spec: {containers: [{name: a, env: [{name: A}]}]}}"); }) ==
        "in the list spec.containers.env: wrong node kind: expected MappingNode "
        "but "
        "got ScalarNode");
  CHECK(test::failure([&] { merged("{a: {b: 1}}", "{a: {b: [1]}}"); }) ==
        "a.b: wrong node kind: expected ScalarNode but got SequenceNode [remove the field with null in one "
        "patch "
        "and set it in the next one]");
}

TEST_CASE("strategic merge: deep documents are merged, not crashed on") {
  std::string deep;
  for (int i = 0; i < 990; ++i) deep += "{a: ";
  const std::string tail(990, '}');
  const std::string result = merged(deep + "1" + tail, deep + "2" + tail);
  CHECK(result.find("2}") != std::string::npos);
}

TEST_CASE("list elements are put in place, at the end, or removed") {
  CHECK(put("[{n: a, v: 1}, {n: b}]", {"n"}, {"a"}, "{n: a, v: 2}") == R"([{"n":"a","v":2},{"n":"b"}])");
  CHECK(put("[{n: a}]", {"n"}, {"c"}, "{n: c}") == R"([{"n":"a"},{"n":"c"}])");
  CHECK(put("[{n: a}, {n: b}, null, {}]", {"n"}, {"a"}, "") == R"([{"n":"b"}])");
  CHECK(put("[{n: a}, {m: b}]", {"n"}, {""}, "") == R"([{"m":"b"}])");
  CHECK(put("[{n: a}, x]", {"n"}, {"a"}, "") == R"(["x"])");
  CHECK(put("[a, b]", {""}, {"a"}, "") == R"(["b"])");
  CHECK(put("[{n: a}, {n: b}]", {"n"}, {}, "{n: c}") == R"([{"n":"c"}])");
}
