#include "app/flows/artifact_edit.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "core/model/artifact.hpp"
#include "core/model/manifest.hpp"
#include "core/render/dotenv.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
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

std::pair<std::string, std::string> key_value(const std::string& flag, const std::string& text) {
  const std::size_t at = text.find('=');
  if (at == std::string::npos || at == 0) {
    throw Error(ErrorCode::usage, fmt::format("{}: \"{}\" is not of the form key=value", flag, text));
  }
  return {text.substr(0, at), text.substr(at + 1)};
}

void warn_if_secret(Context& context, const std::string& name) {
  if (!model::looks_secret(name)) return;
  context.out().warning(
      fmt::format("\"{}\" looks like a secret; it is stored in clear, and shown to who can read the "
                  "artifact",
                  name));
}

// "NAME" takes the environment's value, "NAME=VALUE" is one.
std::pair<std::string, std::string> variable_of(Context& context, const std::string& text) {
  if (text.find('=') != std::string::npos) {
    auto pair = key_value("--var", text);
    warn_if_secret(context, pair.first);
    return pair;
  }
  if (model::looks_secret(text)) {
    throw Error(ErrorCode::denied,
                fmt::format("--var {}: the name looks like a secret's, and an artifact is no place "
                            "for one",
                            text))
        .hint("keep it in your cluster's secret store; to store it all the same, give --var NAME=VALUE");
  }
  const auto value = context.variable(text);
  if (!value)
    throw Error(ErrorCode::usage, fmt::format("--var {}: there is no such environment variable", text));
  return {text, *value};
}

}  // namespace

void add_addition_options(CLI::App& command, ArtifactAdditions& additions) {
  command.add_option("--field", additions.fields, "A field of one new item, key=value")
      ->type_name("K=V")
      ->take_all();
  command
      .add_option("--var", additions.variables,
                  "A variable for manifests, key=value, or a name of the environment")
      ->type_name("K=V|K");
  command
      .add_option("--env-file,--envFile", additions.env_files,
                  "A manifest file to add (.gimlet/staging.yaml)")
      ->type_name("FILE");
  command.add_option("--vars-file,--varsFile", additions.vars_files, "A dotenv file of variables")
      ->type_name("FILE");
}

void apply_additions(Context& context, Json& document, const ArtifactAdditions& additions) {
  if (!additions.fields.empty()) {
    Json item = Json::object();
    for (const auto& field : additions.fields) {
      const auto [key, value] = key_value("--field", field);
      warn_if_secret(context, key);
      item[key] = value;
    }
    member(document, "items", Json::array()).push_back(std::move(item));
  }
  for (const auto& file : additions.vars_files) {
    for (const auto& [name, value] : render::parse_dotenv(read_file(file), file)) {
      warn_if_secret(context, name);
      member(document, "vars", Json::object())[name] = value;
    }
  }
  for (const auto& text : additions.variables) {
    const auto [name, value] = variable_of(context, text);
    member(document, "vars", Json::object())[name] = value;
  }
  for (const auto& file : additions.env_files) {
    for (const auto& manifest : model::parse_manifests_yaml(read_file(file), file)) {
      member(document, "environments", Json::array()).push_back(manifest.document);
    }
  }
}

}  // namespace gimlet::app
