#include "app/cli/manifest_output.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "app/cli/user_file.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"

namespace gimlet::app {

std::string stream_of(const std::vector<Templated>& all) {
  constexpr std::string_view separator = "---\n";
  std::string text;
  for (const auto& [each, diff] : all) {
    for (const auto& [name, content] : each.files) {
      const bool separated = content.starts_with(separator);
      if (content.starts_with("%")) {  // directives, in front of a separator of their own
        if (!text.empty()) text += "...\n";
      } else if (separated || !content.starts_with("---")) {
        text += separator;
      }
      text += fmt::format("# {}/{}/{}\n", each.env, each.app, name);
      text += separated ? std::string_view(content).substr(separator.size()) : std::string_view(content);
    }
  }
  return text;
}

Json to_json(const Templated& templated, bool diff) {
  const RenderedManifest& each = templated.rendered;
  Json files = Json::object();
  for (const auto& [name, content] : each.files) files[name] = content;
  Json document{{"app", each.app}, {"env", each.env}};
  document["files"] = std::move(files);
  document["warnings"] = each.warnings;
  if (diff) document["diff"] = templated.diff;
  return document;
}

std::vector<std::string> write_templated(const Context& context, const std::vector<Templated>& all,
                                         const std::string& folder) {
  std::vector<std::string> paths;
  for (const auto& [each, diff] : all) {
    const std::filesystem::path below = std::filesystem::path(folder) / each.env / each.app;
    std::error_code failure;
    std::filesystem::create_directories(below, failure);
    if (failure) {
      throw Error(ErrorCode::failed,
                  fmt::format("cannot make the folder {}: {}", below.string(), failure.message()));
    }
    for (const auto& [name, content] : each.files) {
      write_user_file(context, (below / name).string(), content);
      paths.push_back((below / name).string());
    }
  }
  return paths;
}

}  // namespace gimlet::app
