// What single keywords say about objects, arrays, strings and numbers.

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "core/schema/validator.hpp"
#include "core/schema/words.hpp"
#include "core/util/string.hpp"

namespace gimlet::schema {
namespace {

std::int64_t count_of(std::size_t number) {
  return static_cast<std::int64_t>(number);
}

std::string bound(std::string_view keyword, std::int64_t got, std::int64_t want) {
  return fmt::format("{}: got {}, want {}", keyword, localized(got), localized(want));
}

std::string bound(std::string_view keyword, const Decimal& got, const Decimal& want) {
  return fmt::format("{}: got {}, want {}", keyword, localized(got), localized(want));
}

using Names = std::vector<std::string_view>;

Names missing_of(const Document& object, const Names& names) {
  Names missing;
  for (const std::string_view name : names) {
    if (object.find(name) == nullptr) missing.push_back(name);
  }
  return missing;
}

std::string required_message(const Names& missing) {
  return (missing.size() == 1 ? "missing property " : "missing properties ") + quoted_list(missing);
}

std::string dependency_message(const Names& missing, std::string_view name) {
  return fmt::format("properties {} required, if {} exists", quoted_list(missing), schema::quoted(name));
}

// The same text for equal values.
std::string canonical(const Document& document) {
  switch (document.kind) {
    case Document::Kind::null:
      return "null";
    case Document::Kind::boolean:
      return document.boolean ? "true" : "false";
    case Document::Kind::number: {
      const auto number = Decimal::parse(document.text);
      return number ? number->key() : std::string(document.text);
    }
    case Document::Kind::string:
      return quoted(document.text);
    case Document::Kind::array: {
      std::string text = "[";
      for (const Document& item : document.items) text += canonical(item) + ",";
      return text + "]";
    }
    case Document::Kind::object:
      break;
  }
  std::string text = "{";
  for (const Member& member : document.members)
    text += quoted(member.name) + ":" + canonical(member.value) + ",";
  return text + "}";
}

using Pair = std::pair<std::size_t, std::size_t>;

// The first item that equals one before it, and which that is.
std::optional<Pair> find_equal(const std::vector<Document>& items) {
  constexpr std::size_t few = 16;
  if (items.size() <= few) {
    for (std::size_t i = 1; i < items.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (equal(items[j], items[i])) return Pair{j, i};
      }
    }
    return std::nullopt;
  }
  std::unordered_map<std::string, std::size_t> seen;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto [found, is_new] = seen.emplace(canonical(items[i]), i);
    if (!is_new) return Pair{found->second, i};
  }
  return std::nullopt;
}

std::string positions(const std::vector<std::size_t>& matched) {
  std::vector<std::string> texts;
  texts.reserve(matched.size());
  for (const std::size_t i : matched) texts.push_back(std::to_string(i));
  return join(texts, " ");
}

std::int64_t characters_of(std::string_view text) {
  return std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

}  // namespace

void Validator::check_object(Frame& frame) {
  if (!frame.document.is_object()) return;
  const Schema& schema = frame.schema;
  const std::int64_t size = count_of(frame.document.members.size());
  if (schema.min_properties && size < *schema.min_properties) {
    add(frame, [&] { return bound("minProperties", size, *schema.min_properties); });
  }
  if (schema.max_properties && size > *schema.max_properties) {
    add(frame, [&] { return bound("maxProperties", size, *schema.max_properties); });
  }
  if (const auto missing = missing_of(frame.document, schema.required); !missing.empty()) {
    add(frame, [&] { return required_message(missing); });
  }
  if (frame.only_result && !frame.problems.empty()) return;
  check_dependencies(frame);
  check_properties(frame);
  if (schema.property_names != nullptr) check_property_names(frame);
  check_dependents(frame);
}

void Validator::check_dependencies(Frame& frame) {
  for (const auto& [name, dependency] : frame.schema.dependencies) {
    if (frame.document.find(name) == nullptr) continue;
    if (const auto* schema = std::get_if<const Schema*>(&dependency); schema != nullptr) {
      add(frame, same(frame, **schema));
      continue;
    }
    const auto missing = missing_of(frame.document, std::get<Names>(dependency));
    if (missing.empty()) continue;
    add(frame, [&, &property = name] { return dependency_message(missing, property); });
  }
}

void Validator::check_properties(Frame& frame) {
  const Schema& schema = frame.schema;
  Names refused;
  for (const Member& member : frame.document.members) {
    if (frame.only_result && !frame.problems.empty()) return;
    bool evaluated = false;
    const auto property = std::ranges::lower_bound(schema.properties, member.name, {},
                                                   &std::pair<std::string_view, const Schema*>::first);
    if (property != schema.properties.end() && property->first == member.name) {
      evaluated = true;
      add(frame, inner(frame, *property->second, member.value, member.name));
    }
    for (const auto& [pattern, each] : schema.pattern_properties) {
      if (!pattern.regexp.matches(member.name)) continue;
      evaluated = true;
      add(frame, inner(frame, *each, member.value, member.name));
    }
    if (!evaluated && schema.evaluates_all_properties) {
      evaluated = true;
      if (const auto* additional = std::get_if<const Schema*>(&schema.additional_properties)) {
        add(frame, inner(frame, **additional, member.value, member.name));
      } else if (!std::get<bool>(schema.additional_properties)) {
        refused.push_back(member.name);
      }
    }
    if (evaluated) frame.unevaluated.properties.erase(member.name);
  }
  if (refused.empty()) return;
  add(frame, [&] { return fmt::format("additional properties {} not allowed", quoted_list(refused)); });
}

// A name is a document of its own, at no place.
void Validator::check_property_names(Frame& frame) {
  for (const Member& member : frame.document.members) {
    Document name;
    name.kind = Document::Kind::string;
    name.text = member.name;
    auto found = Validator(context_).check(name, *frame.schema.property_names, false);
    if (!found) continue;
    Problem problem;
    problem.message = "invalid propertyName " + quoted(member.name);
    if (found->kind == Problem::Kind::group) {
      problem.causes = std::move(found->causes);
    } else {
      problem.causes.push_back(std::move(*found));
    }
    frame.problems.push_back(std::move(problem));
  }
}

void Validator::check_dependents(Frame& frame) {
  for (const auto& [name, schema] : frame.schema.dependent_schemas) {
    if (frame.document.find(name) != nullptr) add(frame, same(frame, *schema));
  }
  for (const auto& [name, names] : frame.schema.dependent_required) {
    if (frame.document.find(name) == nullptr) continue;
    const auto missing = missing_of(frame.document, names);
    if (missing.empty()) continue;
    add(frame, [&, &property = name] { return dependency_message(missing, property); });
  }
}

void Validator::check_array(Frame& frame) {
  if (!frame.document.is_array()) return;
  const Schema& schema = frame.schema;
  const auto& items = frame.document.items;
  const std::int64_t size = count_of(items.size());
  if (schema.min_items && size < *schema.min_items) {
    add(frame, [&] { return bound("minItems", size, *schema.min_items); });
  }
  if (schema.max_items && size > *schema.max_items) {
    add(frame, [&] { return bound("maxItems", size, *schema.max_items); });
  }
  if (schema.unique_items) {
    if (const auto same = find_equal(items)) {
      add(frame, [&] {
        return fmt::format("items at {} and {} are equal", localized(count_of(same->first)),
                           localized(count_of(same->second)));
      });
    }
  }
  if (schema.draft->is_before(2020)) {
    check_old_items(frame);
  } else {
    check_items(frame);
  }
  if (schema.contains != nullptr) check_contains(frame);
}

void Validator::check_old_items(Frame& frame) {
  const Schema& schema = frame.schema;
  const auto& items = frame.document.items;
  if (schema.items != nullptr) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      add(frame, inner(frame, *schema.items, items[i], i));
    }
    return;
  }
  const std::size_t first = std::min(items.size(), schema.first_items.size());
  for (std::size_t i = 0; i < first; ++i) {
    add(frame, inner(frame, *schema.first_items[i], items[i], i));
  }
  if (const auto* allowed = std::get_if<bool>(&schema.additional_items); allowed != nullptr) {
    if (*allowed || first == items.size()) return;
    add(frame, [&] {
      return fmt::format("last {} additionalItem(s) not allowed", localized(count_of(items.size() - first)));
    });
  } else if (const auto* additional = std::get_if<const Schema*>(&schema.additional_items)) {
    // They are counted from the first of them on.
    for (std::size_t i = first; i < items.size(); ++i) {
      add(frame, inner(frame, **additional, items[i], i - first));
    }
  }
}

void Validator::check_items(Frame& frame) {
  const Schema& schema = frame.schema;
  const auto& items = frame.document.items;
  const std::size_t first = std::min(items.size(), schema.first_items.size());
  for (std::size_t i = 0; i < first; ++i) {
    add(frame, inner(frame, *schema.first_items[i], items[i], i));
  }
  if (schema.items == nullptr) return;
  for (std::size_t i = first; i < items.size(); ++i) {
    add(frame, inner(frame, *schema.items, items[i], i - first));
  }
}

void Validator::check_contains(Frame& frame) {
  const Schema& schema = frame.schema;
  std::vector<Problem> causes;
  std::vector<std::size_t> matched;
  for (std::size_t i = 0; i < frame.document.items.size(); ++i) {
    if (auto problem = inner(frame, *schema.contains, frame.document.items[i], i)) {
      causes.push_back(std::move(*problem));
      continue;
    }
    matched.push_back(i);
    if (!schema.draft->is_before(2020)) frame.unevaluated.items.erase(i);
  }
  const std::int64_t size = count_of(matched.size());
  if (schema.min_contains && size < *schema.min_contains) {
    const std::string want = localized(*schema.min_contains);
    add(frame,
        matched.empty()
            ? fmt::format("min {} items required to match contains schema, but none matched", want)
            : fmt::format("min {} items required to match contains schema, but matched {} items at {}", want,
                          localized(size), positions(matched)),
        std::move(causes));
  } else if (!schema.min_contains && matched.empty()) {
    add(frame, "no items match contains schema", std::move(causes));
  }
  if (schema.max_contains && size > *schema.max_contains) {
    add(frame, [&] {
      return fmt::format("max {} items required to match contains schema, but matched {} items at {}",
                         localized(*schema.max_contains), localized(size), positions(matched));
    });
  }
}

void Validator::check_string(Frame& frame) {
  if (!frame.document.is_string()) return;
  const Schema& schema = frame.schema;
  const std::string_view text = frame.document.text;
  if (schema.min_length || schema.max_length) {
    const std::int64_t length = characters_of(text);
    if (schema.min_length && length < *schema.min_length) {
      add(frame, [&] { return bound("minLength", length, *schema.min_length); });
    }
    if (schema.max_length && length > *schema.max_length) {
      add(frame, [&] { return bound("maxLength", length, *schema.max_length); });
    }
  }
  if (schema.pattern && !schema.pattern->regexp.matches(text)) {
    add(frame, [&] {
      return fmt::format("{} does not match pattern {}", schema::quoted(text),
                         schema::quoted(schema.pattern->text));
    });
  }
}

void Validator::check_number(Frame& frame) {
  if (!frame.document.is_number()) return;
  const Schema& schema = frame.schema;
  const auto number = Decimal::parse(frame.document.text);
  if (!number) return;
  const auto refuse = [&](std::string_view keyword, const Decimal& want) {
    add(frame, [&] { return bound(keyword, *number, want); });
  };
  if (schema.minimum && *number < *schema.minimum) refuse("minimum", *schema.minimum);
  if (schema.maximum && *number > *schema.maximum) refuse("maximum", *schema.maximum);
  if (schema.exclusive_minimum && *number <= *schema.exclusive_minimum) {
    refuse("exclusiveMinimum", *schema.exclusive_minimum);
  }
  if (schema.exclusive_maximum && *number >= *schema.exclusive_maximum) {
    refuse("exclusiveMaximum", *schema.exclusive_maximum);
  }
  if (schema.multiple_of && !number->is_multiple_of(*schema.multiple_of)) {
    refuse("multipleOf", *schema.multiple_of);
  }
}

}  // namespace gimlet::schema
