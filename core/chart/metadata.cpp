#include "core/chart/metadata.hpp"

#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "core/chart/values.hpp"
#include "core/go/strconv.hpp"
#include "core/semver/version.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"
#include "core/util/unicode.hpp"
#include "core/yaml/json.hpp"
#include "core/yaml/yaml.hpp"

namespace gimlet::chart {
namespace {

constexpr const char* unmarshalling = "error unmarshaling JSON: while decoding JSON: ";

Error invalid(const std::string& message) {
  return {ErrorCode::bad_input, "validation: " + message};
}

[[noreturn]] void wrong_type(const Value& value, const std::string& field, const std::string& type) {
  throw Error(ErrorCode::bad_input,
              fmt::format("{}json: cannot unmarshal {} into Go struct field {} of type {}", unmarshalling,
                          yaml::json_type(value), field, type));
}

// The fields of a struct, read as encoding/json does it through sigs.k8s.io/yaml, which makes texts of
// numbers and booleans where the field is a text.
class Reader {
 public:
  Reader(const Value& value, std::string type) : value_(value), type_(std::move(type)) {}

  // nullptr if it is not there or null.
  [[nodiscard]] const Value* field(const char* name) const {
    for (const auto& [key, item] : value_.as_map().entries) {
      if (equals_ignoring_case(key, name) && !item.is_nil()) return &item;
    }
    return nullptr;
  }

  void text(const char* name, std::string& into) const {
    if (const Value* item = field(name)) into = text_of(*item, type_ + "." + name, "string");
  }
  void flag(const char* name, bool& into) const {
    const Value* item = field(name);
    if (item == nullptr) return;
    if (!item->is_bool()) wrong_type(*item, type_ + "." + name, "bool");
    into = item->as_bool();
  }
  void texts(const char* name, std::vector<std::string>& into) const {
    const Value* item = field(name);
    if (item == nullptr) return;
    if (!item->is_list()) wrong_type(*item, type_ + "." + name, "[]string");
    into.clear();
    for (const auto& element : item->as_list().items) {
      into.push_back(element.is_nil() ? "" : text_of(element, type_ + "." + name, "string"));
    }
  }
  void annotations(const char* name, Value& into) const {
    const Value* item = field(name);
    if (item == nullptr) return;
    if (!item->is_map()) wrong_type(*item, type_ + "." + name, "map[string]string");
    into = Value::map(ElementType::string);
    for (const auto& [key, element] : item->as_map().entries) {
      into.as_map().entries[key] = element.is_nil() ? "" : text_of(element, type_ + "." + name, "string");
    }
  }

 private:
  static std::string text_of(const Value& item, const std::string& field, const char* type) {
    auto text = yaml::scalar_text(item);
    if (!text) wrong_type(item, field, type);
    return *std::move(text);
  }

  const Value& value_;
  std::string type_;
};

Dependency read_dependency(const Value& value) {
  if (!value.is_map()) wrong_type(value, "Metadata.dependencies", "v2.Dependency");
  const Reader reader(value, "Dependency");
  Dependency dependency;
  reader.text("name", dependency.name);
  reader.text("version", dependency.version);
  reader.text("repository", dependency.repository);
  reader.text("condition", dependency.condition);
  reader.texts("tags", dependency.tags);
  reader.flag("enabled", dependency.enabled);
  reader.text("alias", dependency.alias);
  if (const Value* imports = reader.field("import-values")) {
    if (!imports->is_list()) wrong_type(*imports, "Dependency.import-values", "[]interface {}");
    dependency.import_values = imports->as_list().items;
  }
  return dependency;
}

Maintainer read_maintainer(const Value& value) {
  if (!value.is_map()) wrong_type(value, "Metadata.maintainers", "v2.Maintainer");
  const Reader reader(value, "Maintainer");
  Maintainer maintainer;
  reader.text("name", maintainer.name);
  reader.text("email", maintainer.email);
  reader.text("url", maintainer.url);
  return maintainer;
}

// strings.Map: white space becomes a blank, what cannot be printed goes.
void sanitise(std::string& text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const auto rune = unicode::decode(text, at);
    at += rune.length;
    if (unicode::is_space(rune.code)) {
      result += ' ';
    } else if (unicode::is_printable(rune.code)) {
      unicode::append(result, rune.code);
    }
  }
  text = std::move(result);
}

bool is_version(const std::string& text) {
  try {
    semver::parse(text);
    return true;
  } catch (const Error&) {
    return false;
  }
}

void validate_dependencies(std::vector<Dependency>& dependencies) {
  std::set<std::string> names;
  for (auto& dependency : dependencies) {
    for (auto* text : {&dependency.name, &dependency.version, &dependency.repository, &dependency.condition})
      sanitise(*text);
    for (auto& tag : dependency.tags) sanitise(tag);
    constexpr const char* allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    if (dependency.alias.find_first_not_of(allowed) != std::string::npos) {
      throw invalid(
          fmt::format("dependency {} has disallowed characters in the alias", go::quote(dependency.name)));
    }
    const std::string& key = dependency.alias.empty() ? dependency.name : dependency.alias;
    if (!names.insert(key).second) {
      throw invalid(fmt::format("more than one dependency with name or alias {}", go::quote(key)));
    }
  }
}

Value text_items(const std::vector<std::string>& texts) {
  Value list = Value::list();
  for (const auto& text : texts) list.as_list().items.emplace_back(text);
  return list;
}

}  // namespace

void read_metadata(std::string_view yaml, Metadata& m) {
  Value value;
  try {
    value = yaml::read(yaml);
  } catch (const yaml::SyntaxError& error) {
    throw Error(ErrorCode::bad_input, "error converting YAML to JSON: " + error.go_message());
  }
  if (value.is_nil()) return;
  if (!value.is_map()) {
    throw Error(ErrorCode::bad_input,
                fmt::format("{}json: cannot unmarshal {} into Go value of type v2.Metadata", unmarshalling,
                            yaml::json_type(value)));
  }
  const Reader reader(value, "Metadata");
  reader.text("name", m.name);
  reader.text("home", m.home);
  reader.texts("sources", m.sources);
  reader.text("version", m.version);
  reader.text("description", m.description);
  reader.texts("keywords", m.keywords);
  reader.text("icon", m.icon);
  reader.text("apiVersion", m.api_version);
  reader.text("condition", m.condition);
  reader.text("tags", m.tags);
  reader.text("appVersion", m.app_version);
  reader.flag("deprecated", m.deprecated);
  reader.annotations("annotations", m.annotations);
  reader.text("kubeVersion", m.kube_version);
  reader.text("type", m.type);
  if (const Value* items = reader.field("maintainers")) {
    if (!items->is_list()) wrong_type(*items, "Metadata.maintainers", "[]*v2.Maintainer");
    m.maintainers.clear();
    for (const auto& item : items->as_list().items) m.maintainers.push_back(read_maintainer(item));
  }
  if (const Value* items = reader.field("dependencies")) {
    if (!items->is_list()) wrong_type(*items, "Metadata.dependencies", "[]*v2.Dependency");
    m.has_dependencies = true;
    m.dependencies.clear();
    for (const auto& item : items->as_list().items) {
      if (item.is_nil()) throw invalid("dependencies must not contain empty or null nodes");
      m.dependencies.push_back(read_dependency(item));
    }
  }
}

void validate(Metadata& m) {
  for (auto* text :
       {&m.name, &m.description, &m.home, &m.icon, &m.condition, &m.tags, &m.app_version, &m.kube_version}) {
    sanitise(*text);
  }
  for (auto& source : m.sources) sanitise(source);
  for (auto& keyword : m.keywords) sanitise(keyword);
  if (m.api_version.empty()) throw invalid("chart.metadata.apiVersion is required");
  if (m.name.empty()) throw invalid("chart.metadata.name is required");
  if (m.name == "." || m.name == "..")
    throw invalid(fmt::format("chart.metadata.name {} is not allowed", go::quote(m.name)));
  if (m.name.find('/') != std::string::npos)
    throw invalid(fmt::format("chart.metadata.name {} is invalid", go::quote(m.name)));
  if (m.version.empty()) throw invalid("chart.metadata.version is required");
  if (!is_version(m.version))
    throw invalid(fmt::format("chart.metadata.version {} is invalid", go::quote(m.version)));
  if (!m.type.empty() && m.type != "application" && m.type != "library") {
    throw invalid("chart.metadata.type must be application or library");
  }
  validate_dependencies(m.dependencies);
}

Value metadata_map(const Metadata& m) {
  Value maintainers = Value::list();
  for (const auto& one : m.maintainers) {
    maintainers.as_list().items.push_back(
        map_of({{"Name", one.name}, {"Email", one.email}, {"URL", one.url}}));
  }
  Value dependencies = Value::list();
  for (const auto& one : m.dependencies) {
    dependencies.as_list().items.push_back(map_of({{"Name", one.name},
                                                   {"Version", one.version},
                                                   {"Repository", one.repository},
                                                   {"Condition", one.condition},
                                                   {"Tags", text_items(one.tags)},
                                                   {"Enabled", one.enabled},
                                                   {"ImportValues", Value::list(one.import_values)},
                                                   {"Alias", one.alias}}));
  }
  return map_of({{"Name", m.name},
                 {"Home", m.home},
                 {"Sources", text_items(m.sources)},
                 {"Version", m.version},
                 {"Description", m.description},
                 {"Keywords", text_items(m.keywords)},
                 {"Maintainers", std::move(maintainers)},
                 {"Icon", m.icon},
                 {"APIVersion", m.api_version},
                 {"Condition", m.condition},
                 {"Tags", m.tags},
                 {"AppVersion", m.app_version},
                 {"Deprecated", m.deprecated},
                 {"Annotations", m.annotations.is_nil() ? Value::map(ElementType::string) : m.annotations},
                 {"KubeVersion", m.kube_version},
                 {"Dependencies", std::move(dependencies)},
                 {"Type", m.type}});
}

}  // namespace gimlet::chart
