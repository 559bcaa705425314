#include "core/util/home.hpp"

namespace gimlet {

std::optional<std::string> with_home(const std::string& path, const VariableLookup& variable) {
  if (!path.starts_with('~')) return path;
  const auto home = variable("HOME");
  if (!home || (path.size() > 1 && path[1] != '/')) return std::nullopt;
  return *home + path.substr(1);
}

}  // namespace gimlet
