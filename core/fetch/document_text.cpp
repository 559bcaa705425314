#include "core/fetch/document_text.hpp"

#include "core/util/json.hpp"
#include "core/yaml/json.hpp"

namespace gimlet::fetch {

std::string text_of(const Json& document, const char* key) {
  if (!document.is_object()) return "";
  const auto found = document.find(key);
  return found != document.end() && found->is_string() ? found->get<std::string>() : "";
}

std::string text_of(const Value& document, const char* key) {
  const Value* value = document.find(key);
  return value == nullptr ? "" : yaml::scalar_text(*value).value_or("");
}

}  // namespace gimlet::fetch
