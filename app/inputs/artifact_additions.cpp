#include "app/inputs/artifact_additions.hpp"

#include <fmt/format.h>

#include "core/model/artifact.hpp"
#include "core/model/manifest.hpp"
#include "core/render/cue.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

// The member under its known name in whatever spelling the document has; made if it is absent.
Json& member(Json& document, const std::string& key, const Json& initial) {
  for (auto& [name, value] : document.items()) {
    if (equals_ignoring_case(name, key)) {
      if (value.is_null()) value = initial;
      return value;
    }
  }
  return document[key] = initial;
}

void warn_if_secret(Messages& messages, const std::string& name) {
  if (!model::looks_secret(name)) return;
  messages.warning(
      fmt::format("\"{}\" looks like a secret; it is stored in clear, and shown to who can read the "
                  "artifact",
                  name));
}

std::string read_cue(const std::string& file) {
  std::string text = read_file(file);
  if (!is_valid_utf8(text)) throw Error(ErrorCode::bad_input, file + ": the text is not UTF-8");
  return text;
}

}  // namespace

void apply_additions(Json& document, const ArtifactAdditions& additions, const VariableLookup& variable,
                     Messages& messages) {
  if (!additions.fields.empty()) {
    Json item = Json::object();
    for (const auto& field : additions.fields) {
      const auto [key, value] = key_value("--field", field);
      warn_if_secret(messages, key);
      item[key] = value;
    }
    member(document, "items", Json::array()).push_back(std::move(item));
  }
  for (const auto& [name, value] : read_variables(additions.variables, variable)) {
    warn_if_secret(messages, name);
    member(document, "vars", Json::object())[name] = value;
  }
  for (const auto& file : additions.env_files) {
    if (render::is_cue_file(file)) {
      member(document, "cueEnvironments", Json::array()).push_back(read_cue(file));
      continue;
    }
    for (const auto& manifest : model::parse_manifests_yaml(read_file(file), file)) {
      member(document, "environments", Json::array()).push_back(*manifest.document);
    }
  }
}

}  // namespace gimlet::app
