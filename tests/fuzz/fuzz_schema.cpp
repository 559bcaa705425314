// Any bytes are a schema or an error, and any values right, wrong, or an error. The input is a schema, a line
// "####", and values in YAML. A schema that plainly is one is one by its meta-schema, too; what is read as
// JSON is JSON.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/schema/metaschemas.hpp"
#include "core/schema/plain_schema.hpp"
#include "core/schema/schema.hpp"
#include "core/util/error.hpp"
#include "core/value/json_syntax.hpp"
#include "core/yaml/yaml.hpp"

using namespace gimlet;

namespace {

void check_plain(std::string_view text) {
  schema::Texts texts;
  const schema::Document document = schema::parse_document(text, texts);
  if (!json_syntax_error(text).empty()) std::abort();
  for (const char* url :
       {"http://json-schema.org/draft-07/schema", "https://json-schema.org/draft/2020-12/schema"}) {
    if (!schema::is_plain_schema(*schema::find_draft(url), document)) continue;
    const Value value = yaml::read(text);  // JSON is YAML, but for what yaml::read throws
    if (!schema::validate(*schema::find_metaschema(url), value).empty()) std::abort();
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  constexpr std::string_view separator = "\n####\n";
  const std::size_t end = text.find(separator);
  Value values = Value::map();
  try {
    check_plain(text.substr(0, end));
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
