#include "core/chart/objects.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/go/glob.hpp"
#include "core/template/arguments.hpp"
#include "core/util/error.hpp"
#include "core/util/hash.hpp"
#include "core/util/string.hpp"
#include "core/value/format.hpp"
#include "core/yaml/yaml.hpp"

namespace gimlet::chart {
namespace {

using tmpl::expect_arguments;
using tmpl::string_argument;
using Data = std::shared_ptr<const std::string>;

template <class Kind, class... Arguments>
Value object(Arguments&&... arguments) {
  return std::shared_ptr<Object>(std::make_shared<Kind>(std::forward<Arguments>(arguments)...));
}

Value bytes_value(const std::string& data) {
  Value list = Value::list({}, ElementType::byte);
  list.as_list().items.reserve(data.size());
  for (const char c : data)
    list.as_list().items.emplace_back(Integer{static_cast<unsigned char>(c), IntType::uint8});
  return list;
}

Value text_list(const std::vector<std::string>& texts, ElementType element = ElementType::string) {
  Value list = Value::list({}, element);
  for (const auto& text : texts) list.as_list().items.emplace_back(text);
  return list;
}

// engine.files of Helm: a map of names and bytes with methods.
class Files final : public Object {
 public:
  explicit Files(std::map<std::string, Data> files) : files_(std::move(files)) {}

  [[nodiscard]] std::string type_name() const override { return "engine.files"; }
  [[nodiscard]] std::string print() const override { return format_value(underlying()); }
  [[nodiscard]] bool truth() const override { return !files_.empty(); }
  [[nodiscard]] Value underlying() const override {
    Value map = Value::map();
    for (const auto& [name, data] : files_) map.as_map().entries.emplace(name, bytes_value(*data));
    return map;
  }

  bool member(std::string_view name, const std::vector<Value>& arguments, Value& result) const override {
    if (name == "AsConfig" || name == "AsSecrets") {
      expect_arguments(arguments, 0, name);
      result = as_yaml(name == "AsSecrets");
      return true;
    }
    if (name != "Get" && name != "GetBytes" && name != "Glob" && name != "Lines") {
      const auto found = files_.find(std::string(name));  // .Files.README, as of a map
      if (found == files_.end() || !arguments.empty()) return false;
      result = bytes_value(*found->second);
      return true;
    }
    expect_arguments(arguments, 1, name);
    const std::string& argument = string_argument(arguments, 0);
    if (name == "Glob") {
      result = glob(argument);
      return true;
    }
    const auto found = files_.find(argument);
    const std::string text = found == files_.end() ? "" : *found->second;
    if (name == "Get") result = text;
    if (name == "GetBytes") result = bytes_value(text);
    if (name == "Lines") result = lines(found != files_.end(), text);
    return true;
  }

 private:
  [[nodiscard]] Value glob(const std::string& pattern) const {
    const go::Glob matcher = compile(pattern);
    std::map<std::string, Data> matching;
    for (const auto& [name, data] : files_) {
      if (matcher.matches(name)) matching.emplace(name, data);
    }
    return object<Files>(std::move(matching));
  }

  // A pattern that does not parse matches everything, as in Helm.
  static go::Glob compile(const std::string& pattern) {
    try {
      return go::Glob(pattern, go::Glob::Separator::slash);
    } catch (const Error&) {
      return go::Glob("**");
    }
  }

  static Value lines(bool there, std::string text) {
    if (!there) return text_list({});
    if (text.empty()) {
      throw Error(ErrorCode::bad_input, "runtime error: index out of range [-1]");
    }
    if (text.ends_with('\n')) text.pop_back();
    return text_list(split(text, '\n'));
  }

  [[nodiscard]] Value as_yaml(bool encoded) const {
    Value map = Value::map(ElementType::string);
    for (const auto& [name, data] : files_) {
      map.as_map().entries[name.substr(name.rfind('/') + 1)] = encoded ? base64_encode(*data) : *data;
    }
    std::string text = yaml::write(map);
    if (text.ends_with('\n')) text.pop_back();
    return text;
  }

  std::map<std::string, Data> files_;
};

// []string with a method Has.
class VersionSet final : public Object {
 public:
  explicit VersionSet(std::vector<std::string> versions) : versions_(std::move(versions)) {}

  [[nodiscard]] std::string type_name() const override { return "common.VersionSet"; }
  [[nodiscard]] std::string print() const override { return format_value(underlying()); }
  [[nodiscard]] bool truth() const override { return !versions_.empty(); }
  [[nodiscard]] Value underlying() const override { return text_list(versions_); }
  [[nodiscard]] Value document() const override { return underlying(); }
  bool member(std::string_view name, const std::vector<Value>& arguments, Value& result) const override {
    if (name != "Has") return false;
    expect_arguments(arguments, 1, name);
    result = std::find(versions_.begin(), versions_.end(), string_argument(arguments, 0)) != versions_.end();
    return true;
  }

 private:
  std::vector<std::string> versions_;
};

// A Go struct whose fields are texts or objects, with methods that take nothing.
class Struct final : public Object {
 public:
  struct Field {
    std::string name;
    std::string json;  // its name as JSON
    Value value;
  };
  Struct(std::string type, std::vector<Field> fields, std::map<std::string, std::string> methods = {})
      : type_(std::move(type)), fields_(std::move(fields)), methods_(std::move(methods)) {}

  [[nodiscard]] std::string type_name() const override { return type_; }
  [[nodiscard]] std::string print() const override {
    if (const auto found = methods_.find("String"); found != methods_.end()) return found->second;
    std::vector<std::string> texts;
    for (const auto& field : fields_) texts.push_back(format_value(field.value));
    return (type_.starts_with('*') ? "&{" : "{") + join(texts, " ") + "}";
  }
  [[nodiscard]] Value document() const override {
    Value map = Value::map();
    for (const auto& field : fields_) map.as_map().entries.emplace(field.json, field.value);
    return map;
  }
  bool member(std::string_view name, const std::vector<Value>& arguments, Value& result) const override {
    const auto field =
        std::find_if(fields_.begin(), fields_.end(), [&](const auto& one) { return one.name == name; });
    const auto method = methods_.find(std::string(name));
    if (field == fields_.end() && method == methods_.end()) return false;
    expect_arguments(arguments, 0, name);
    result = field != fields_.end() ? field->value : Value(method->second);
    return true;
  }

 private:
  std::string type_;
  std::vector<Field> fields_;
  std::map<std::string, std::string> methods_;
};

// The digits at the beginning of a version, by their dots: "v1.33.4-gke.1" gives 1, 33, 4.
std::vector<std::string> numbers_of(std::string_view version) {
  version = trim(version);
  if (version.starts_with('v')) version.remove_prefix(1);
  const std::size_t end = version.find_first_not_of("0123456789.");
  std::vector<std::string> numbers = split(version.substr(0, end), '.');
  while (!numbers.empty() && numbers.back().empty()) numbers.pop_back();
  return numbers;
}

}  // namespace

Value files_object(const std::vector<File>& files) {
  std::map<std::string, Data> map;
  for (const auto& file : files) map[file.name] = file.data;
  return object<Files>(std::move(map));
}

Capabilities default_capabilities() {
  // The group versions of Kubernetes 1.35's client, in the order of its scheme (measured: helm
  // template 4.1.4).
  Capabilities capabilities;
  capabilities.api_versions = {
      "v1",
      "admissionregistration.k8s.io/v1",
      "admissionregistration.k8s.io/v1alpha1",
      "admissionregistration.k8s.io/v1beta1",
      "internal.apiserver.k8s.io/v1alpha1",
      "apps/v1",
      "apps/v1beta1",
      "apps/v1beta2",
      "authentication.k8s.io/v1",
      "authentication.k8s.io/v1alpha1",
      "authentication.k8s.io/v1beta1",
      "authorization.k8s.io/v1",
      "authorization.k8s.io/v1beta1",
      "autoscaling/v1",
      "autoscaling/v2",
      "autoscaling/v2beta1",
      "autoscaling/v2beta2",
      "batch/v1",
      "batch/v1beta1",
      "certificates.k8s.io/v1",
      "certificates.k8s.io/v1beta1",
      "certificates.k8s.io/v1alpha1",
      "coordination.k8s.io/v1alpha2",
      "coordination.k8s.io/v1beta1",
      "coordination.k8s.io/v1",
      "discovery.k8s.io/v1",
      "discovery.k8s.io/v1beta1",
      "events.k8s.io/v1",
      "events.k8s.io/v1beta1",
      "extensions/v1beta1",
      "flowcontrol.apiserver.k8s.io/v1",
      "flowcontrol.apiserver.k8s.io/v1beta1",
      "flowcontrol.apiserver.k8s.io/v1beta2",
      "flowcontrol.apiserver.k8s.io/v1beta3",
      "networking.k8s.io/v1",
      "networking.k8s.io/v1beta1",
      "node.k8s.io/v1",
      "node.k8s.io/v1alpha1",
      "node.k8s.io/v1beta1",
      "policy/v1",
      "policy/v1beta1",
      "rbac.authorization.k8s.io/v1",
      "rbac.authorization.k8s.io/v1beta1",
      "rbac.authorization.k8s.io/v1alpha1",
      "resource.k8s.io/v1",
      "resource.k8s.io/v1beta2",
      "resource.k8s.io/v1beta1",
      "resource.k8s.io/v1alpha3",
      "scheduling.k8s.io/v1alpha1",
      "scheduling.k8s.io/v1beta1",
      "scheduling.k8s.io/v1",
      "storage.k8s.io/v1beta1",
      "storage.k8s.io/v1",
      "storage.k8s.io/v1alpha1",
      "storagemigration.k8s.io/v1beta1",
      "apiextensions.k8s.io/v1beta1",
      "apiextensions.k8s.io/v1",
  };
  return capabilities;
}

void set_kube_version(Capabilities& capabilities, const std::string& version) {
  const auto numbers = numbers_of(version);
  const bool good =
      numbers.size() >= 2 && std::none_of(numbers.begin(), numbers.end(), [](const auto& number) {
        return number.empty() || (number.size() > 1 && number.front() == '0');
      });
  if (!good) {
    throw Error(ErrorCode::usage, fmt::format("invalid kube version '{}': could not parse \"{}\" as version",
                                              version, version));
  }
  capabilities.kube_version = version.starts_with('v') ? version : "v" + version;
  capabilities.kube_normalized = "v" + join(numbers, ".");
  capabilities.kube_major = numbers[0];
  capabilities.kube_minor = numbers[1];
}

Value capabilities_object(const Capabilities& c) {
  const Value kube = object<Struct>(
      "common.KubeVersion",
      std::vector<Struct::Field>{{"Version", "Version", c.kube_version},
                                 {"Major", "Major", c.kube_major},
                                 {"Minor", "Minor", c.kube_minor}},
      std::map<std::string, std::string>{{"String", c.kube_normalized}, {"GitVersion", c.kube_version}});
  const Value helm = object<Struct>(
      "version.BuildInfo",
      std::vector<Struct::Field>{{"Version", "version", "v4.1.4"},
                                 {"GitCommit", "git_commit", "05fa37973dc9e42b76e1d2883494c87174b6074f"},
                                 {"GitTreeState", "git_tree_state", "clean"},
                                 {"GoVersion", "go_version", "go1.25.9"},
                                 {"KubeClientVersion", "kube_client_version", "v1.35"}});
  return object<Struct>(
      "*common.Capabilities",
      std::vector<Struct::Field>{{"KubeVersion", "KubeVersion", kube},
                                 {"APIVersions", "APIVersions", object<VersionSet>(c.api_versions)},
                                 {"HelmVersion", "HelmVersion", helm}});
}

}  // namespace gimlet::chart
