#include "core/model/git_source.hpp"

#include <utility>

#include <fmt/format.h>

#include "core/util/encoding.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::model {
namespace {

Error failure(const std::string& message) {
  return {ErrorCode::bad_input, message};
}

// "+" stays, for tags such as v1+build.
std::string unescaped(std::string_view text) {
  auto decoded = percent_decode(text);
  if (!decoded)
    throw failure(fmt::format("\"{}\" has a \"%\" without two hexadecimal digits", printable_line(text)));
  return std::move(*decoded);
}

std::string& member(GitSource& source, std::string_view name) {
  if (name == "path") return source.path;
  if (name == "tag") return source.tag;
  if (name == "sha") return source.sha;
  if (name == "branch") return source.branch;
  throw failure(fmt::format("the address has no parameter \"{}\"", printable_line(name)))
      .hint("it is https://host/repository?path=/folder/&tag=NAME, or sha= or branch= instead of tag=");
}

}  // namespace

GitSource parse_git_source(std::string_view text) {
  GitSource source;
  const std::size_t query = text.find('?');
  source.url = text.substr(0, query);
  if (source.url.empty()) throw failure("the address is empty");
  if (query == std::string_view::npos) return source;
  for (const std::string& parameter : split(text.substr(query + 1), '&')) {
    if (parameter.empty()) continue;
    const std::size_t equals = parameter.find('=');
    const std::string name = parameter.substr(0, equals);
    std::string& value = member(source, name);
    if (!value.empty()) throw failure(fmt::format("the address has the parameter \"{}\" twice", name));
    if (equals != std::string::npos) value = unescaped(std::string_view(parameter).substr(equals + 1));
    if (value.empty() && name != "path")
      throw failure(fmt::format("the address's parameter \"{}\" is empty", name));
  }
  return source;
}

}  // namespace gimlet::model
