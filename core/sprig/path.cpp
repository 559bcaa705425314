#include <vector>

#include "core/sprig/families.hpp"
#include "core/util/string.hpp"

namespace gimlet::sprig {
namespace {

using tmpl::string_argument;

// Go's path.Clean: the shortest path that means the same.
std::string cleaned(std::string_view path) {
  if (path.empty()) return ".";
  const bool rooted = path[0] == '/';
  std::vector<std::string> kept;
  for (const auto& part : split(path, '/')) {
    if (part.empty() || part == ".") continue;
    const bool is_up = part == "..";
    const bool can_go_up = !kept.empty() && kept.back() != "..";
    if (is_up && can_go_up) {
      kept.pop_back();
    } else if (!is_up || !rooted) {
      kept.push_back(part);
    }
  }
  const std::string result = (rooted ? "/" : "") + join(kept, "/");
  return result.empty() ? "." : result;
}

std::string base_of(std::string_view path) {
  if (path.empty()) return ".";
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  if (path == "/") return "/";
  return std::string(path.substr(path.rfind('/') + 1));
}

std::string dir_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return cleaned(slash == std::string_view::npos ? std::string_view() : path.substr(0, slash + 1));
}

std::string extension_of(std::string_view path) {
  const auto dot = path.find_last_of("./");
  return dot == std::string_view::npos || path[dot] == '/' ? "" : std::string(path.substr(dot));
}

}  // namespace

void add_paths(FunctionTable& table) {
  define(table, "base PATH", "The last element of PATH.",
         [](Arguments& a) -> Value { return base_of(string_argument(a, 0)); });
  define(table, "dir PATH", "All but the last element of PATH.",
         [](Arguments& a) -> Value { return dir_of(string_argument(a, 0)); });
  define(table, "clean PATH", "The shortest path that means the same.",
         [](Arguments& a) -> Value { return cleaned(string_argument(a, 0)); });
  define(table, "ext PATH", "The file name's extension, with its dot.",
         [](Arguments& a) -> Value { return extension_of(string_argument(a, 0)); });
  define(table, "isAbs PATH", "Whether PATH begins at the root.",
         [](Arguments& a) -> Value { return string_argument(a, 0).starts_with('/'); });
  alias(table, "osBase", "base");
  alias(table, "osDir", "dir");
  alias(table, "osClean", "clean");
  alias(table, "osExt", "ext");
  alias(table, "osIsAbs", "isAbs");
}

}  // namespace gimlet::sprig
