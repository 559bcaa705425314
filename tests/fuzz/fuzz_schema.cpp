// Any bytes are a schema or an error, and any values right, wrong, or an error. The input is a schema, a line
// "####", and values in YAML. What is read as JSON is JSON.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/schema/document.hpp"
#include "core/schema/schema.hpp"
#include "core/util/error.hpp"
#include "core/value/json_syntax.hpp"
#include "core/yaml/yaml.hpp"

using namespace gimlet;

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  constexpr std::string_view separator = "\n####\n";
  const std::size_t end = text.find(separator);
  Value values = Value::map();
  try {
    schema::Texts texts;
    static_cast<void>(schema::parse_document(text.substr(0, end), texts));
    if (!json_syntax_error(text.substr(0, end)).empty()) std::abort();
  } catch (const Error&) {
  }
  try {
    if (end != std::string_view::npos) values = yaml::read(text.substr(end + separator.size()));
    const auto violations = schema::validate(text.substr(0, end), values);
    if (schema::describe(violations).empty() != violations.empty()) std::abort();
  } catch (const Error&) {
  }
  return 0;
}
