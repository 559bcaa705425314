#include <fmt/format.h>

#include "core/sprig/convert.hpp"
#include "core/sprig/families.hpp"
#include "core/sprig/json_reader.hpp"
#include "core/sprig/time_object.hpp"
#include "core/toml/toml.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "core/yaml/json.hpp"
#include "core/yaml/yaml.hpp"

// YAML and JSON as Helm's templates have them: what cannot be written gives "", what cannot be read gives a
// map (or list) that holds the error.
namespace gimlet::sprig {
namespace {

using tmpl::string_argument;

template <class Write>
std::string or_nothing(Write write) {
  try {
    return write();
  } catch (const Error&) {
    return "";
  }
}

std::string without_last_newline(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

std::string type_error(const Value& value, std::string_view wanted) {
  return fmt::format("json: cannot unmarshal {} into Go value of type {}", yaml::json_type(value), wanted);
}

constexpr std::string_view map_type = "map[string]interface {}";
constexpr std::string_view list_type = "[]interface {}";

Value error_map(const std::string& message) {
  Value map = Value::map();
  map.as_map().entries.emplace("Error", message);
  return map;
}

// `prefix` is what sigs.k8s.io/yaml puts before the error of decoding the JSON it made.
constexpr std::string_view decoding = "error unmarshaling JSON: while decoding JSON: ";

Value from_yaml(const std::string& text) {
  try {
    Value value = yaml::read(text);
    if (value.is_nil()) return Value::map();
    return value.is_map() ? value : error_map(std::string(decoding) + type_error(value, map_type));
  } catch (const yaml::SyntaxError& error) {
    return error_map("error converting YAML to JSON: " + error.go_message());
  }
}

Value from_yaml_array(const std::string& text) {
  try {
    Value value = yaml::read(text);
    if (value.is_nil()) return Value::list();
    return value.is_list() ? value : Value::list({std::string(decoding) + type_error(value, list_type)});
  } catch (const yaml::SyntaxError& error) {
    return Value::list({"error converting YAML to JSON: " + error.go_message()});
  }
}

// What JSON text holds if it is of a kind (null is its nil); the error else. Go keeps what it could read
// beside an error.
Value from_json(const std::string& text) {
  try {
    std::string error;
    Value value = read_json(text, error);
    if (value.is_nil()) return Value::nil_map();
    if (!value.is_map()) return error_map(type_error(value, map_type));
    if (!error.empty()) value.as_map().entries.insert_or_assign("Error", error);
    return value;
  } catch (const Error& error) {
    return error_map(error.message());
  }
}

Value from_json_array(const std::string& text) {
  try {
    std::string error;
    Value value = read_json(text, error);
    if (value.is_nil()) return Value::nil_list();
    if (!value.is_list()) return Value::list({type_error(value, list_type)});
    return error.empty() ? value : Value::list({error});
  } catch (const Error& error) {
    return Value::list({error.message()});
  }
}

Value must_from_json(const std::string& text) {
  std::string error;
  Value value = read_json(text, error);
  if (!error.empty()) fail(error);
  return value;
}

using Writer = std::function<std::string(const Value&)>;

// "toJson" gives "" for what cannot be written, "mustToJson" an error.
void define_writer(FunctionTable& table, const std::string& name, const std::string& doc,
                   const Writer& write) {
  define(table, name + " VALUE", doc,
         [write](Arguments& a) -> Value { return or_nothing([&] { return write(a[0]); }); });
}

void define_writers(FunctionTable& table, const std::string& name, const std::string& doc,
                    const Writer& write) {
  define_writer(table, name, doc, write);
  define(table, "mustT" + name.substr(1) + " VALUE", doc,
         [write](Arguments& a) -> Value { return write(a[0]); });
}

std::string raw_json(const Value& value) {
  return yaml::marshal_json(value, {false, ""});
}

void add_writers(FunctionTable& table) {
  const std::string raw_doc = "VALUE as JSON without escapes for <, > and &.";
  define_writer(table, "toYaml", "VALUE as YAML, without a newline at its end.",
                [](const Value& value) { return without_last_newline(yaml::write(value)); });
  define(table, "mustToYaml VALUE", "VALUE as YAML, without a newline at its end.",
         [](Arguments& a) -> Value {
           try {
             return without_last_newline(yaml::write(a[0]));
           } catch (const Error& error) {
             fail("error marshaling into JSON: " + error.message());
           }
         });
  define_writer(table, "toYamlPretty", "VALUE as YAML with indented lists.",
                [](const Value& value) { return without_last_newline(yaml::write_pretty(value)); });
  define_writers(table, "toJson", "VALUE as JSON.",
                 [](const Value& value) { return yaml::marshal_json(value); });
  define_writers(table, "toPrettyJson", "VALUE as JSON, indented.", [](const Value& value) {
    return yaml::marshal_json(value, {true, "  "});
  });
  define(table, "toRawJson VALUE", raw_doc, [](Arguments& a) -> Value { return raw_json(a[0]); });
  alias(table, "mustToRawJson", "toRawJson");
}

}  // namespace

void add_documents(FunctionTable& table) {
  add_writers(table);
  define(table, "fromYaml TEXT", "The map that YAML TEXT holds, or one with the key Error.",
         [](Arguments& a) -> Value { return from_yaml(string_argument(a, 0)); });
  define(table, "fromYamlArray TEXT", "The list that YAML TEXT holds, or one with the error.",
         [](Arguments& a) -> Value { return from_yaml_array(string_argument(a, 0)); });
  define(table, "fromJson TEXT", "The map that JSON TEXT holds, or one with the key Error.",
         [](Arguments& a) -> Value { return from_json(string_argument(a, 0)); });
  define(table, "fromJsonArray TEXT", "The list that JSON TEXT holds, or one with the error.",
         [](Arguments& a) -> Value { return from_json_array(string_argument(a, 0)); });
  define(table, "toToml VALUE", "VALUE as TOML, or what is wrong with it.", [](Arguments& a) -> Value {
    if (a[0].is_nil()) fail("reflect: call of reflect.Value.Type on zero Value");
    try {
      return toml::write(a[0]);
    } catch (const Error& error) {
      return error.message();
    }
  });
  define(table, "fromToml TEXT", "The map that TOML TEXT holds, or one with the key Error.",
         [](Arguments& a) -> Value {
           const auto& text = string_argument(a, 0);
           try {
             return toml::read(text, {"toml", time_value, {}});
           } catch (const toml::SyntaxError& error) {
             return error_map(error.go_message());
           }
         });
  define(table, "mustFromJson TEXT", "The value that JSON TEXT holds.",
         [](Arguments& a) -> Value { return must_from_json(string_argument(a, 0)); });
}

}  // namespace gimlet::sprig
