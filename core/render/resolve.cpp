#include "core/render/resolve.hpp"

#include <string_view>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "core/model/preview.hpp"
#include "core/render/templates.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"

namespace gimlet::render {
namespace {

constexpr int max_depth = 256;  // what parse_json lets through

Error failure(std::string message, const std::string& pointer, const std::string& source) {
  Error error(ErrorCode::bad_input, std::move(message));
  error.at({source}).pointer(pointer);
  return error;
}

std::string step(const std::string& pointer, std::string_view key) {
  return pointer + "/" + replace_all(replace_all(std::string(key), "~", "~0"), "/", "~1");
}

// A field of the manifest that is a text of YAML documents, by its pointer.
bool holds_yaml(const std::string& pointer) {
  const std::vector<std::string> parts = split(pointer, '/');
  if (parts.size() == 2) {
    return equals_ignoring_case(parts[1], "manifests") ||
           equals_ignoring_case(parts[1], "strategicMergePatches");
  }
  return parts.size() == 4 && equals_ignoring_case(parts[1], "json6902Patches") &&
         equals_ignoring_case(parts[3], "patch");
}

bool is_left_alone(const std::string& pointer) {
  return equals_ignoring_case(pointer, "/cleanup") || equals_ignoring_case(pointer, "/deploy");
}

// Rebuilds a document with its strings and keys resolved.
class Walk {
 public:
  explicit Walk(Templates& templates) : templates_(templates) {}

  Json resolve(const Json& value, const std::string& pointer, int depth = 0) {
    if (depth > max_depth) {
      throw failure(fmt::format("nested deeper than {} levels", max_depth), pointer, templates_.source());
    }
    if (value.is_object()) return resolve_object(value, pointer, depth);
    if (value.is_array()) return resolve_array(value, pointer, depth);
    if (!value.is_string()) return value;
    const auto& text = value.get_ref<const std::string&>();
    return holds_yaml(pointer) ? templates_.render_yaml(text, pointer) : templates_.render(text, pointer);
  }

 private:
  Json resolve_object(const Json& object, const std::string& pointer, int depth) {
    Json result = Json::object();
    auto& members = result.get_ref<Json::object_t&>();
    std::unordered_set<std::string> names;
    for (const auto& [key, value] : object.items()) {
      const std::string at = step(pointer, key);
      std::string name = templates_.render(key, at);
      if (!names.insert(name).second) {
        throw failure(fmt::format("two keys become \"{}\"", printable_line(name)), at, templates_.source());
      }
      members.emplace_back(std::move(name), is_left_alone(at) ? value : resolve(value, at, depth + 1));
    }
    return result;
  }

  Json resolve_array(const Json& array, const std::string& pointer, int depth) {
    Json result = Json::array();
    for (const Json& item : array) {
      result.push_back(resolve(item, step(pointer, std::to_string(result.size())), depth + 1));
    }
    return result;
  }

  Templates& templates_;
};

std::string resolve_segment(Templates& templates, const std::string& text, std::string_view what) {
  const std::string pointer = fmt::format("/{}", what);
  std::string result = templates.render(text, pointer);
  model::check_segment(result, what, pointer, templates.source());
  return result;
}

// The document with app and env replaced, whatever the spelling of those keys is.
Json with_names(const Json& document, const std::string& app, const std::string& env) {
  Json result = document;
  for (auto& [key, value] : result.get_ref<Json::object_t&>()) {
    if (equals_ignoring_case(key, "app")) value = app;
    if (equals_ignoring_case(key, "env")) value = env;
  }
  return result;
}

}  // namespace

std::string resolve_env(const model::Manifest& manifest, const model::Variables& variables,
                        const std::string& source, const Clock* clock) {
  Templates templates(variables, source, clock);
  return resolve_segment(templates, manifest.env, "env");
}

model::Manifest resolve(const model::Manifest& manifest, const model::Variables& variables,
                        const std::string& source, const model::Variables& env_variables,
                        const Clock* clock) {
  const std::string env = resolve_env(manifest, variables, source, clock);
  Templates templates(variables, source, clock);
  for (const auto& [name, value] : env_variables) templates.set(name, value);
  const std::string app = resolve_segment(templates, manifest.app, "app");
  if (env_variables.find("APP") == env_variables.end()) templates.set("APP", app);
  const Json document = manifest.preview ? with_names(model::expand_preview(manifest.document), app, env)
                                         : with_names(manifest.document, app, env);
  return model::manifest_from_json(Walk(templates).resolve(document, ""), "", source);
}

}  // namespace gimlet::render
