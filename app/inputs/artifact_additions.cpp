#include "app/inputs/artifact_additions.hpp"

#include <sstream>

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

void warn_of_secret(const std::string& name, Messages& messages) {
  if (!model::looks_secret(name)) return;
  messages.warning(
      fmt::format("\"{}\" looks like a secret; it is stored in clear, and shown to who can read the "
                  "artifact",
                  name));
}

// True for a value that is the environment variable's of this name. A script that puts no quotes around
// `printenv` passes the first words of one, or further ones behind it.
bool is_of_environment(const VariableLookup& variable, const std::string& name, const std::string& value) {
  std::istringstream told(value);
  std::istringstream of_environment(variable(name).value_or(""));
  bool has_words = false;
  for (std::string word, expected; told >> word && of_environment >> expected; has_words = true) {
    if (word != expected) return false;
  }
  return has_words;
}

// False for a secret of the environment: it is left out. What somebody wrote down is stored, which is said.
bool may_be_stored(const VariableLookup& variable, const std::string& name, const std::string& value,
                   Messages& messages) {
  if (model::looks_secret(name) && is_of_environment(variable, name, value)) {
    messages.warning(fmt::format(
        "\"{}\" of the environment looks like a secret: it is left out; to store it all the same, "
        "in clear, put it into a file for --vars-file",
        name));
    return false;
  }
  warn_of_secret(name, messages);
  return true;
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
      if (may_be_stored(variable, key, value, messages)) item[key] = value;
    }
    if (!item.empty()) member(document, "items", Json::array()).push_back(std::move(item));
  }
  for (const auto& [name, value] :
       read_variables({.variables = {}, .files = additions.variables.files}, variable)) {
    warn_of_secret(name, messages);
    member(document, "vars", Json::object())[name] = value;
  }
  for (const auto& [name, value] :
       read_variables({.variables = additions.variables.variables, .files = {}}, variable)) {
    if (!may_be_stored(variable, name, value, messages)) continue;
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
