#include "app/inputs/variables.hpp"

#include <fmt/format.h>

#include "core/model/artifact.hpp"
#include "core/render/dotenv.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"

namespace gimlet::app {
namespace {

// "NAME" takes the environment's value, "NAME=VALUE" is one.
std::pair<std::string, std::string> variable_of(const VariableLookup& variable, const std::string& text) {
  if (text.find('=') != std::string::npos) return key_value("--var", text);
  if (model::looks_secret(text)) {
    throw Error(
        ErrorCode::denied,
        fmt::format("--var {}: the name looks like a secret's, and neither an artifact nor a manifest "
                    "is a place for one",
                    text))
        .hint(
            "keep it in your cluster's secret store; to use it all the same, put it into a file for "
            "--vars-file");
  }
  const auto value = variable(text);
  if (!value)
    throw Error(ErrorCode::usage, fmt::format("--var {}: there is no such environment variable", text));
  return {text, *value};
}

}  // namespace

std::pair<std::string, std::string> key_value(const std::string& option, const std::string& text) {
  const std::size_t at = text.find('=');
  if (at == std::string::npos || at == 0) {
    throw Error(ErrorCode::usage, fmt::format("{}: \"{}\" is not of the form key=value", option, text));
  }
  return {text.substr(0, at), text.substr(at + 1)};
}

std::vector<std::pair<std::string, std::string>> read_variables(const VariableOptions& options,
                                                                const VariableLookup& variable) {
  std::vector<std::pair<std::string, std::string>> variables;
  for (const auto& file : options.files) {
    for (auto& pair : render::parse_dotenv(read_file(file), file)) variables.emplace_back(pair);
  }
  for (const auto& text : options.variables) variables.push_back(variable_of(variable, text));
  return variables;
}

}  // namespace gimlet::app
