#include "core/model/artifact.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "core/model/json_fields.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"

namespace gimlet::model {
namespace {

Variables variables_field(const Fields& fields, std::string_view key) {
  Variables result;
  const Json* object = fields.object(key);
  if (object == nullptr) return result;
  const std::string pointer = fields.at(key);
  for (const auto& [name, value] : object->items()) {
    if (value.is_null()) continue;
    result.insert_or_assign(name, text_of(value, pointer_to(pointer, name), fields.source()));
  }
  return result;
}

Json items_field(const Fields& fields) {
  const Json* list = fields.array("items");
  if (list == nullptr) return Json::array();
  const std::string pointer = fields.at("items");
  for (std::size_t i = 0; i < list->size(); ++i) {
    Fields((*list)[i], pointer_to(pointer, i), fields.source(), "an item");
  }
  return *list;
}

bool has_template(const Manifest& manifest) {
  return manifest.app.find("{{") != std::string::npos || manifest.env.find("{{") != std::string::npos;
}

// Two manifests for one app of one env would overwrite each other's release.
void refuse_duplicates(const std::vector<Manifest>& manifests, const std::string& pointer,
                       const std::string& source) {
  std::map<std::pair<std::string, std::string>, std::size_t> seen;
  for (std::size_t i = 0; i < manifests.size(); ++i) {
    const Manifest& manifest = manifests[i];
    if (has_template(manifest)) continue;
    const auto [first, added] = seen.emplace(std::pair(manifest.env, manifest.app), i);
    if (added) continue;
    throw field_error(
        fmt::format("a second manifest for app \"{}\" in environment \"{}\"", manifest.app, manifest.env),
        pointer_to(pointer, i), source)
        .hint("the first one is " + pointer_to(pointer, first->second));
  }
}

std::vector<Manifest> environments_field(const Fields& fields) {
  std::vector<Manifest> manifests;
  const Json* list = fields.array("environments");
  if (list == nullptr) return manifests;
  const std::string pointer = fields.at("environments");
  for (const Json& item : *list) {
    manifests.push_back(manifest_from_json(item, pointer_to(pointer, manifests.size()), fields.source()));
  }
  refuse_duplicates(manifests, pointer, fields.source());
  return manifests;
}

bool is_store_field(std::string_view key) {
  return equals_ignoring_case(key, "id") || equals_ignoring_case(key, "created");
}

}  // namespace

Artifact artifact_from_json(Json document, const std::string& source) {
  const Fields fields(document, "", source, "an artifact");
  Artifact artifact;
  artifact.id = fields.text("id");
  artifact.created = fields.integer("created");
  const Json* version = fields.object("version");
  if (version == nullptr) throw field_error("missing", "/version", source);
  artifact.version = version_from_json(*version, fields.at("version"), source);
  artifact.context = variables_field(fields, "context");
  artifact.vars = variables_field(fields, "vars");
  artifact.environments = environments_field(fields);
  artifact.cue_environments = fields.texts("cueEnvironments");
  artifact.items = items_field(fields);
  artifact.fake = fields.flag("fake");
  artifact.document = std::move(document);
  return artifact;
}

Artifact parse_artifact(std::string_view text, const std::string& source) {
  return artifact_from_json(parse_json(text, source), source);
}

Json stored_document(const Artifact& artifact) {
  Json document = Json::object();
  document["id"] = artifact.id;
  document["created"] = artifact.created;
  for (const auto& [name, value] : artifact.document->items()) {
    if (!is_store_field(name)) document.get_ref<Json::object_t&>().emplace_back(name, value);
  }
  return document;
}

Variables variables_of(const Version& version) {
  Variables variables;
  const std::array<std::pair<const char*, const std::string*>, 4> told{{{"REPO", &version.repository_name},
                                                                        {"SHA", &version.sha},
                                                                        {"BRANCH", &version.branch},
                                                                        {"TAG", &version.tag}}};
  for (const auto& [name, value] : told) {
    if (!value->empty()) variables[name] = *value;
  }
  return variables;
}

Variables variables_of(const Artifact& artifact) {
  Variables variables = variables_of(artifact.version);
  for (const auto& [name, value] : artifact.context) variables.insert_or_assign(name, value);
  for (const Json& item : *artifact.items) {
    for (const auto& [name, value] : item.items()) {
      if (value.is_string()) variables.insert_or_assign(name, value.get<std::string>());
    }
  }
  for (const auto& [name, value] : artifact.vars) variables.insert_or_assign(name, value);
  return variables;
}

bool looks_secret(std::string_view name) {
  static constexpr std::array<std::string_view, 7> marks = {"token",  "password", "passwd",    "passphrase",
                                                            "secret", "key",      "credential"};
  const std::string lower = to_lower(name);
  return std::any_of(marks.begin(), marks.end(),
                     [&](std::string_view mark) { return lower.find(mark) != std::string::npos; });
}

}  // namespace gimlet::model
