#include "core/render/git_source.hpp"

#include <fmt/format.h>

#include "core/util/encoding.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::render {
namespace {

Error failure(const std::string& message) {
  return {ErrorCode::bad_input, message};
}

// "%2F" is "/"; "+" stays, for tags such as v1+build.
std::string unescaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      result += text[i];
      continue;
    }
    constexpr int base = 16;
    const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high < 0 ? -1 : hex_value(text[i + 2]);
    if (low < 0) {
      throw failure(fmt::format("\"{}\" has a \"%\" without two hexadecimal digits", printable_line(text)));
    }
    result += static_cast<char>(high * base + low);
    i += 2;
  }
  return result;
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
  }
  return source;
}

}  // namespace gimlet::render
