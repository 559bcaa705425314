#include <string>

#include <doctest/doctest.h>

#include "core/schema/metaschemas.hpp"
#include "core/schema/plain_schema.hpp"
#include "core/schema/schema.hpp"
#include "core/sprig/json_reader.hpp"

using namespace gimlet;

namespace {

constexpr const char* draft_7 = "http://json-schema.org/draft-07/schema";
constexpr const char* draft_2020 = "https://json-schema.org/draft/2020-12/schema";

bool is_plain(const std::string& text, const char* draft = draft_7) {
  schema::Texts texts;
  return schema::is_plain_schema(*schema::find_draft(draft), schema::parse_document(text, texts));
}

// What the meta-schema itself says of a schema as a value.
bool is_valid(const std::string& text, const char* draft = draft_7) {
  std::string error;
  const Value value = sprig::read_json(text, error);
  return schema::validate(*schema::find_metaschema(draft), value).empty();
}

}  // namespace

TEST_CASE("plain schemas are told without the meta-schema, which agrees") {
  for (const char* text :
       {"{}", "true", "false", R"({"type": "object"})", R"({"type": ["string", "null"]})",
        R"({"$schema": "http://json-schema.org/draft-07/schema#", "$id": "http://example.com/a.json"})",
        R"({"properties": {"a": {"$id": "#/properties/a", "items": [{"type": "string"}, true]}}})",
        R"({"definitions": {"x": {"$ref": "#/definitions/io.k8s.x"}}, "allOf": [{"$ref": "#"}]})",
        R"({"patternProperties": {"^a+$": {"minLength": 0, "maxLength": 12, "pattern": "x|y"}}})",
        R"({"enum": [1, "1", true, null, [1], {"a": 1}], "const": {"type": 5}, "default": []})",
        R"({"dependencies": {"a": ["b", "c"], "d": {"required": ["e"]}}, "required": []})",
        R"({"if": {"minimum": -1.5}, "then": {"exclusiveMaximum": 3}, "else": false, "not": {}})",
        R"({"multipleOf": 5, "uniqueItems": true, "examples": [1], "title": "t", "format": "ipv4"})",
        R"({"x-anything": {"type": 7}, "contains": {}, "propertyNames": {"pattern": "^[a-z]"}})"}) {
    CAPTURE(text);
    CHECK(is_plain(text));
    CHECK(is_valid(text));
  }
}

TEST_CASE("schemas that are none are not plain") {
  for (const char* text : {"5",
                           "[]",
                           R"({"type": "text"})",
                           R"({"type": []})",
                           R"({"type": ["string", "string"]})",
                           R"({"properties": []})",
                           R"({"properties": {"a": 5}})",
                           R"({"items": []})",
                           R"({"items": 1})",
                           R"({"required": "a"})",
                           R"({"required": ["a", "a"]})",
                           R"({"required": [1]})",
                           R"({"enum": []})",
                           R"({"enum": [1, 1.0]})",
                           R"({"minLength": -1})",
                           R"({"minLength": "1"})",
                           R"({"maxItems": 1.5})",
                           R"({"multipleOf": 0})",
                           R"({"minimum": "1"})",
                           R"({"exclusiveMinimum": true})",
                           R"({"pattern": "["})",
                           R"({"pattern": 1})",
                           R"({"patternProperties": {"(": {}}})",
                           R"({"allOf": []})",
                           R"({"allOf": {}})",
                           R"({"anyOf": [1]})",
                           R"({"dependencies": {"a": 1}})",
                           R"({"title": 1})",
                           R"({"uniqueItems": 1})",
                           R"({"$ref": 1})",
                           R"({"$id": "http://[x"})",
                           R"({"additionalProperties": "no"})",
                           R"({"definitions": {"a": {"not": 1}}})"}) {
    CAPTURE(text);
    CHECK_FALSE(is_plain(text));
    CHECK_FALSE(is_valid(text));
  }
}

TEST_CASE("what needs a closer look is not plain, either") {
  CHECK_FALSE(is_plain(R"({"$id": "a b"})"));
  for (const char* url :
       {"#x", "http://", "http:///a", "http://a:1/b", "http://a/b#c#d", "http://a/$", "ftp://a"}) {
    CAPTURE(url);
    CHECK_FALSE(is_plain(std::string(R"({"$schema": ")") + url + "\"}"));
  }
  CHECK_FALSE(is_plain(R"({"minLength": 1e1})"));
  CHECK_FALSE(is_plain(R"({"properties": {"a": {"$schema": "http://json-schema.org/draft-04/schema"}}})"));
  CHECK_FALSE(is_plain("{}", "http://json-schema.org/draft-04/schema"));
  CHECK(is_plain(R"({"items": {}, "prefixItems": [{}]})", draft_2020));
  CHECK_FALSE(is_plain(R"({"items": [{}]})", draft_2020));
  CHECK_FALSE(is_plain(R"({"$dynamicAnchor": "a"})", draft_2020));
}
