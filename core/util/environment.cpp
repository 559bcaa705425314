#include "core/util/environment.hpp"

#include <cstdlib>

namespace gimlet {

std::optional<std::string> process_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

}  // namespace gimlet
