#include "core/schema/plain_schema.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/schema/format.hpp"

namespace gimlet::schema {
namespace {

// What a keyword's value has to be.
enum class Want : std::uint8_t {
  anything,
  array,
  boolean,
  choices,  // distinct values, at least one
  count,    // an integer from 0
  either,   // a map of schemas and of lists of distinct names
  id,       // a reference; since 2019-09 without a fragment
  items,    // a schema; before 2020-12 also a list of them
  lists,    // a map of lists of distinct names
  names,    // a list of distinct names
  number,
  patterns,  // a map of schemas by regular expressions
  positive,
  regex,
  reference,
  schema,
  schema_map,
  schemas,  // a list of at least one
  text,
  types,  // a type's name or a list of some, each once
  unusual
};

struct Keyword {
  std::string_view name;
  Want want;
};

// Those that one of the meta-schemas says something of; sorted.
constexpr std::array keywords{
    Keyword{"$anchor", Want::unusual},
    Keyword{"$comment", Want::text},
    Keyword{"$defs", Want::schema_map},
    Keyword{"$dynamicAnchor", Want::unusual},
    Keyword{"$dynamicRef", Want::unusual},
    Keyword{"$id", Want::id},
    Keyword{"$recursiveAnchor", Want::unusual},
    Keyword{"$recursiveRef", Want::unusual},
    Keyword{"$ref", Want::reference},
    Keyword{"$schema", Want::unusual},  // inside of a schema; at its beginning it named the draft
    Keyword{"$vocabulary", Want::unusual},
    Keyword{"additionalItems", Want::schema},
    Keyword{"additionalProperties", Want::schema},
    Keyword{"allOf", Want::schemas},
    Keyword{"anyOf", Want::schemas},
    Keyword{"const", Want::anything},
    Keyword{"contains", Want::schema},
    Keyword{"contentEncoding", Want::text},
    Keyword{"contentMediaType", Want::text},
    Keyword{"contentSchema", Want::schema},
    Keyword{"default", Want::anything},
    Keyword{"definitions", Want::schema_map},
    Keyword{"dependencies", Want::either},
    Keyword{"dependentRequired", Want::lists},
    Keyword{"dependentSchemas", Want::schema_map},
    Keyword{"deprecated", Want::boolean},
    Keyword{"description", Want::text},
    Keyword{"else", Want::schema},
    Keyword{"enum", Want::choices},
    Keyword{"examples", Want::array},
    Keyword{"exclusiveMaximum", Want::number},
    Keyword{"exclusiveMinimum", Want::number},
    Keyword{"format", Want::text},
    Keyword{"if", Want::schema},
    Keyword{"items", Want::items},
    Keyword{"maxContains", Want::count},
    Keyword{"maxItems", Want::count},
    Keyword{"maxLength", Want::count},
    Keyword{"maxProperties", Want::count},
    Keyword{"maximum", Want::number},
    Keyword{"minContains", Want::count},
    Keyword{"minItems", Want::count},
    Keyword{"minLength", Want::count},
    Keyword{"minProperties", Want::count},
    Keyword{"minimum", Want::number},
    Keyword{"multipleOf", Want::positive},
    Keyword{"not", Want::schema},
    Keyword{"oneOf", Want::schemas},
    Keyword{"pattern", Want::regex},
    Keyword{"patternProperties", Want::patterns},
    Keyword{"prefixItems", Want::schemas},
    Keyword{"properties", Want::schema_map},
    Keyword{"propertyNames", Want::schema},
    Keyword{"readOnly", Want::boolean},
    Keyword{"required", Want::names},
    Keyword{"then", Want::schema},
    Keyword{"title", Want::text},
    Keyword{"type", Want::types},
    Keyword{"unevaluatedItems", Want::schema},
    Keyword{"unevaluatedProperties", Want::schema},
    Keyword{"uniqueItems", Want::boolean},
    Keyword{"writeOnly", Want::boolean},
};
static_assert(std::ranges::is_sorted(keywords, {}, &Keyword::name));

bool is_distinct(const std::vector<Document>& items) {
  constexpr std::size_t few = 64;  // as each is compared with each
  if (items.size() > few) return false;
  for (std::size_t i = 1; i < items.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (equal(items[i], items[j])) return false;
    }
  }
  return true;
}

bool are_names(const Document& value) {
  return value.is_array() && std::ranges::all_of(value.items, &Document::is_string) &&
         is_distinct(value.items);
}

bool is_type_name(const Document& value) {
  constexpr std::array<std::string_view, 7> names{"string", "object", "boolean", "integer",
                                                  "array",  "number", "null"};
  return value.is_string() && std::ranges::find(names, value.text) != names.end();
}

bool are_types(const Document& value) {
  if (!value.is_array()) return is_type_name(value);
  return !value.items.empty() && std::ranges::all_of(value.items, is_type_name) && is_distinct(value.items);
}

bool needs_no_escape(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '/' ||
         c == '-' || c == '_' || c == '$';
}

// A URL of the web, with a fragment or without, of characters that need no escape.
bool is_plain_url(const Document& value) {
  if (!value.is_string()) return false;
  std::string_view rest = value.text;
  const std::string_view scheme = rest.starts_with("https://") ? "https://" : "http://";
  if (!rest.starts_with(scheme)) return false;
  rest.remove_prefix(scheme.size());
  if (rest.empty() || rest[0] == '/' || rest[0] == '#') return false;
  const std::size_t mark = std::min(rest.find('#'), rest.size());
  return std::ranges::all_of(rest.substr(0, mark), [](char c) { return needs_no_escape(c) && c != '$'; }) &&
         (mark == rest.size() || std::ranges::all_of(rest.substr(mark + 1), needs_no_escape));
}

// Such a URL, or a fragment.
bool is_plain_reference(const Document& value) {
  const bool is_fragment = value.is_string() && value.text.starts_with('#');
  return is_fragment ? std::ranges::all_of(value.text.substr(1), needs_no_escape) : is_plain_url(value);
}

bool is_regex(std::string_view text) {
  static const Format* const format = find_format("regex");
  return !format->problem(text);
}

class Check {
 public:
  explicit Check(const Draft& draft) : draft_(draft) {}

  // `is_first`: the one that may say what draft all are of.
  bool schema(const Document& schema, bool is_first = false) const {
    if (schema.is_bool()) return true;
    if (!schema.is_object()) return false;
    return std::ranges::all_of(schema.members, [&](const Member& member) {
      if (is_first && member.name == "$schema") return is_plain_url(member.value);
      const auto* const found = std::ranges::lower_bound(keywords, member.name, {}, &Keyword::name);
      return found == keywords.end() || found->name != member.name || value(member.value, found->want);
    });
  }

 private:
  bool schemas(const Document& value) const {
    return value.is_array() && !value.items.empty() &&
           std::ranges::all_of(value.items, [&](const Document& item) { return schema(item); });
  }

  template <class Predicate>
  static bool map(const Document& value, Predicate predicate) {
    return value.is_object() && std::ranges::all_of(value.members, predicate);
  }

  bool value(const Document& value, Want want) const {
    switch (want) {
      case Want::anything:
        return true;
      case Want::array:
        return value.is_array();
      case Want::boolean:
        return value.is_bool();
      case Want::choices:
        return value.is_array() && !value.items.empty() && is_distinct(value.items);
      case Want::either:
        return map(value, [&](const Member& member) {
          return member.value.is_array() ? are_names(member.value) : schema(member.value);
        });
      case Want::id:
        return is_plain_reference(value) &&
               (draft_.is_before(2019) || value.text.find('#') >= value.text.size() - 1);
      case Want::items:
        return value.is_array() ? draft_.is_before(2020) && schemas(value) : schema(value);
      case Want::lists:
        return map(value, [](const Member& member) { return are_names(member.value); });
      case Want::names:
        return are_names(value);
      case Want::count:
      case Want::positive:
        return number(value, want);
      case Want::number:
        return value.is_number();
      case Want::patterns:
        return map(value,
                   [&](const Member& member) { return is_regex(member.name) && schema(member.value); });
      case Want::regex:
        return value.is_string() && is_regex(value.text);
      case Want::reference:
        return is_plain_reference(value);
      case Want::schema:
        return schema(value);
      case Want::schema_map:
        return map(value, [&](const Member& member) { return schema(member.value); });
      case Want::schemas:
        return schemas(value);
      case Want::text:
        return value.is_string();
      case Want::types:
        return are_types(value);
      case Want::unusual:
        break;
    }
    return false;
  }

  // Of digits alone: what else there is for numbers needs a closer look.
  static bool number(const Document& value, Want want) {
    const std::string_view text = value.text;
    const bool is_simple =
        value.is_number() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    return is_simple && (want == Want::count || text != "0");
  }

  const Draft& draft_;
};

}  // namespace

bool is_plain_schema(const Draft& draft, const Document& schema) {
  return !draft.is_before(6) && Check(draft).schema(schema, true);
}

}  // namespace gimlet::schema
