#include "core/chart/manifest_sort.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "core/yaml/json.hpp"
#include "core/yaml/yaml.hpp"

namespace gimlet::chart {
namespace {

constexpr std::array<std::string_view, 38> install_order = {"PriorityClass",
                                                            "Namespace",
                                                            "NetworkPolicy",
                                                            "ResourceQuota",
                                                            "LimitRange",
                                                            "PodSecurityPolicy",
                                                            "PodDisruptionBudget",
                                                            "ServiceAccount",
                                                            "Secret",
                                                            "SecretList",
                                                            "ConfigMap",
                                                            "StorageClass",
                                                            "PersistentVolume",
                                                            "PersistentVolumeClaim",
                                                            "CustomResourceDefinition",
                                                            "ClusterRole",
                                                            "ClusterRoleList",
                                                            "ClusterRoleBinding",
                                                            "ClusterRoleBindingList",
                                                            "Role",
                                                            "RoleList",
                                                            "RoleBinding",
                                                            "RoleBindingList",
                                                            "Service",
                                                            "DaemonSet",
                                                            "Pod",
                                                            "ReplicationController",
                                                            "ReplicaSet",
                                                            "Deployment",
                                                            "HorizontalPodAutoscaler",
                                                            "StatefulSet",
                                                            "Job",
                                                            "CronJob",
                                                            "IngressClass",
                                                            "Ingress",
                                                            "APIService",
                                                            "MutatingWebhookConfiguration",
                                                            "ValidatingWebhookConfiguration"};

constexpr std::array<std::string_view, 10> hook_events = {
    "pre-install",  "post-install", "pre-delete",    "post-delete", "pre-upgrade",
    "post-upgrade", "pre-rollback", "post-rollback", "test",        "test-success"};

std::size_t rank(const std::string& kind) {
  return static_cast<std::size_t>(std::find(install_order.begin(), install_order.end(), kind) -
                                  install_order.begin());
}

// Kinds that Helm does not know come last, by their names.
bool comes_before(const Document& a, const Document& b) {
  const std::size_t rank_a = rank(a.kind);
  const std::size_t rank_b = rank(b.kind);
  if (rank_a == install_order.size() && rank_b == install_order.size()) return a.kind < b.kind;
  return rank_a < rank_b;
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

// What Helm reads of a document: sigs.k8s.io/yaml into a struct, numbers and booleans becoming texts.
class Head {
 public:
  Head(const Document& document, const std::string& path) : path_(path) {
    try {
      value_ = yaml::read(document.text);
    } catch (const yaml::SyntaxError& error) {
      fail("error converting YAML to JSON: " + error.go_message());
    }
    if (!value_.is_nil() && !value_.is_map()) wrong(value_, "value of type util.SimpleHead");
  }

  [[nodiscard]] std::string text(const char* key) const {
    const Value* value = field(value_, key);
    if (value == nullptr) return "";
    auto text = yaml::scalar_text(*value);
    if (!text) wrong(*value, fmt::format("struct field SimpleHead.{} of type string", key));
    return *std::move(text);
  }

  // The value of an annotation; nullopt without. Checks all of them.
  [[nodiscard]] std::optional<std::string> annotation(std::string_view name) const {
    const Value* metadata = field(value_, "metadata");
    if (metadata == nullptr) return std::nullopt;
    if (!metadata->is_map()) {
      wrong(
          *metadata,
          "struct field SimpleHead.metadata of type struct { Name string \"json:\\\"name\\\"\"; Annotations "
          "map[string]string \"json:\\\"annotations\\\"\" }");
    }
    check_name(*metadata);
    const Value* annotations = field(*metadata, "annotations");
    if (annotations == nullptr) return std::nullopt;
    if (!annotations->is_map())
      wrong(*annotations, "struct field .metadata.annotations of type map[string]string");
    std::optional<std::string> found;
    for (const auto& [key, value] : annotations->as_map().entries) {
      if (value.is_list() || value.is_map())
        wrong(value, "struct field .metadata.annotations of type string");
      if (key == name) found = yaml::scalar_text(value).value_or("");
    }
    return found;
  }

 private:
  // Keys are known in any case (encoding/json); null counts as absent.
  static const Value* field(const Value& map, std::string_view name) {
    if (!map.is_map()) return nullptr;
    const Value* found = map.find(name);
    if (found == nullptr) {
      for (const auto& [key, value] : map.as_map().entries) {
        if (equals_ignoring_case(key, name)) found = &value;
      }
    }
    return found == nullptr || found->is_nil() ? nullptr : found;
  }

  void check_name(const Value& metadata) const {
    const Value* name = field(metadata, "name");
    if (name != nullptr && (name->is_list() || name->is_map()))
      wrong(*name, "struct field .metadata.name of type string");
  }

  [[noreturn]] void wrong(const Value& value, const std::string& target) const {
    fail(fmt::format("error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {} into Go {}",
                     yaml::json_type(value), target));
  }
  [[noreturn]] void fail(const std::string& reason) const {
    throw Error(ErrorCode::bad_input, fmt::format("YAML parse error on {}: {}", path_, reason));
  }

  Value value_;
  std::string path_;
};

bool is_known_hook(const std::string& types) {
  const auto events = split(types, ',');
  return std::all_of(events.begin(), events.end(), [](const std::string& type) {
    const std::string event = to_lower(trim(type));
    return std::find(hook_events.begin(), hook_events.end(), event) != hook_events.end();
  });
}

void take(const std::string& path, std::string text, Sorted& sorted) {
  Document document{path, std::move(text), "", ""};
  const Head head(document, path);
  document.kind = head.text("kind");
  document.api_version = head.text("apiVersion");
  const auto hook = head.annotation("helm.sh/hook");
  if (!hook) {
    sorted.manifests.push_back(std::move(document));
  } else if (is_known_hook(*hook)) {
    sorted.hooks.push_back(std::move(document));
  } else {
    sorted.unknown_hooks.push_back(path);
  }
}

// Cuts off what is around a part of a text.
void keep_only(std::string& text, std::string_view part) {
  const auto begin = static_cast<std::size_t>(part.data() - text.data());
  text.erase(begin + part.size());
  text.erase(0, begin);
}

// Cuts at each (?:^|\s*\n)---\s*, as the regular expression of pkg/release/v1/util/manifest.go: what a cut
// took is not there for the next one.
std::vector<std::string_view> cut_documents(std::string_view text) {
  text = trim(text);
  std::vector<std::string_view> documents;
  std::size_t begin = 0;
  const auto add = [&](std::string_view piece) {
    if (!piece.empty()) documents.push_back(trim(piece));
  };
  for (std::size_t at = text.find("---"); at != std::string_view::npos; at = text.find("---", at)) {
    if (at != 0 && (at <= begin || text[at - 1] != '\n')) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end > begin && is_space(text[end - 1])) --end;
    add(text.substr(begin, end - begin));
    at += 3;
    while (at < text.size() && is_space(text[at])) ++at;
    begin = at;
  }
  add(text.substr(begin));
  return documents;
}

}  // namespace

std::vector<std::string> split_documents(std::string_view text) {
  const std::vector<std::string_view> documents = cut_documents(text);
  return {documents.begin(), documents.end()};
}

Sorted sort_manifests(std::map<std::string, std::string> files) {
  Sorted sorted;
  // Each goes as soon as its documents are there: outputs can be large.
  for (; !files.empty(); files.erase(files.begin())) {
    auto& [path, content] = *files.begin();
    if (path.substr(path.rfind('/') + 1).starts_with('_') || trim(content).empty()) continue;
    const std::vector<std::string_view> documents = cut_documents(content);
    if (documents.size() == 1) {
      keep_only(content, documents.front());
      take(path, std::move(content), sorted);
      continue;
    }
    for (const std::string_view text : documents) take(path, std::string(text), sorted);
  }
  std::stable_sort(sorted.manifests.begin(), sorted.manifests.end(), comes_before);
  std::stable_sort(sorted.hooks.begin(), sorted.hooks.end(), comes_before);
  return sorted;
}

}  // namespace gimlet::chart
