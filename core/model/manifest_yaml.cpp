#include "core/model/manifest_yaml.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/model/manifest.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"
#include "core/yaml/json.hpp"
#include "core/yaml/node.hpp"
#include "core/yaml/yaml.hpp"

namespace gimlet::model {
namespace {

// A manifest becomes a part of an artifact, which is JSON of at most 256 levels.
constexpr int max_depth = 200;
constexpr std::size_t max_nodes = 1'000'000;

bool is_name(const std::string& key) {
  return equals_ignoring_case(key, "app") || equals_ignoring_case(key, "env") ||
         equals_ignoring_case(key, "namespace");
}

bool has_boolean_name(const Value& document) {
  if (!document.is_map()) return false;
  const auto& entries = document.as_map().entries;
  return std::any_of(entries.begin(), entries.end(),
                     [](const auto& entry) { return is_name(entry.first) && entry.second.is_bool(); });
}

// Puts the words as they are written in the place of booleans.
void keep_names(const Value& document, const yaml::Node& written) {
  for (auto& [key, value] : document.as_map().entries) {
    if (!is_name(key) || !value.is_bool()) continue;
    for (const auto& [name, word] : written.entries) {
      if (name->text == key && word->writing == yaml::Writing::plain && !word->tagged) value = word->text;
    }
  }
}

}  // namespace

yaml::ReadOptions manifest_read_options(const std::string& source) {
  yaml::ReadOptions options;
  options.source = source;
  options.numbers = yaml::Numbers::typed;
  options.exact_integers = true;
  options.refuse_local_tags = true;
  options.max_depth = max_depth;
  options.max_nodes = max_nodes;
  return options;
}

std::vector<Value> read_manifest_documents(std::string_view text, const yaml::ReadOptions& options) {
  std::vector<Value> documents = yaml::read_all(text, options);
  if (std::none_of(documents.begin(), documents.end(), has_boolean_name)) return documents;
  yaml::NodePool pool;
  const std::vector<yaml::Node*> nodes = yaml::read_nodes(text, pool, options);
  for (std::size_t i = 0; i < documents.size() && i < nodes.size(); ++i) {
    if (nodes[i] != nullptr && has_boolean_name(documents[i])) keep_names(documents[i], *nodes[i]);
  }
  return documents;
}

std::vector<Manifest> parse_manifests_yaml(std::string_view text, const std::string& source) {
  const std::vector<Value> documents = read_manifest_documents(text, manifest_read_options(source));
  std::vector<Manifest> manifests;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (documents[i].is_nil()) continue;
    const auto read = [&] { return manifest_from_json(yaml::to_json(documents[i]), "", source); };
    if (documents.size() == 1) {
      manifests.push_back(read());
    } else {
      manifests.push_back(while_doing([&] { return fmt::format("reading document {}", i + 1); }, read));
    }
  }
  if (!manifests.empty()) return manifests;
  throw Error(ErrorCode::bad_input, "there is no manifest in it").at({source});
}

}  // namespace gimlet::model
