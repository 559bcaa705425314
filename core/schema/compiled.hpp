#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/go/regexp.hpp"
#include "core/schema/decimal.hpp"
#include "core/schema/document.hpp"
#include "core/schema/draft.hpp"
#include "core/schema/format.hpp"
#include "core/schema/roots.hpp"

namespace gimlet::schema {

struct Schema;

struct Pattern {
  std::string text;
  go::Regexp regexp;
};

// What a document's types are called; "integer" is a number, too.
enum class Type : std::uint8_t { null, boolean, number, integer, string, array, object };

// Several of them.
class Types {
 public:
  void insert(Type type) { bits_ |= bit_of(type); }
  [[nodiscard]] bool contains(Type type) const { return (bits_ & bit_of(type)) != 0; }
  [[nodiscard]] bool empty() const { return bits_ == 0; }

 private:
  static unsigned bit_of(Type type) { return 1U << static_cast<unsigned>(type); }

  unsigned bits_ = 0;
};

// `additionalProperties` and the like: nothing, whether they are allowed, or their schema.
using Additional = std::variant<std::monostate, bool, const Schema*>;
// `dependencies`: names, or a schema.
using Dependency = std::variant<std::vector<std::string_view>, const Schema*>;

// A schema with its references resolved. Pointers live as long as the compiler that made them. What a draft
// does not know is not set.
struct Schema {
  Location location;
  const Draft* draft = nullptr;
  const Schema* resource = nullptr;                      // the one with the id that this belongs to
  std::map<std::string, const Schema*> dynamic_anchors;  // of a resource
  bool evaluates_all_properties = false;
  bool evaluates_all_items = false;
  std::size_t evaluated_items = 0;  // how many of the first ones

  std::optional<bool> truth;  // `true`, `false`, {}
  const Schema* ref = nullptr;
  const Schema* recursive_ref = nullptr;
  bool recursive_anchor = false;
  const Schema* dynamic_ref = nullptr;
  std::string dynamic_ref_anchor;  // the name in it, if it is an anchor's
  std::string dynamic_anchor;
  Types types;
  const Document* constant = nullptr;
  const Document* choices = nullptr;  // `enum`
  const Format* format = nullptr;

  const Schema* negated = nullptr;
  std::vector<const Schema*> all_of;
  std::vector<const Schema*> any_of;
  std::vector<const Schema*> one_of;
  const Schema* condition = nullptr;
  const Schema* then_schema = nullptr;
  const Schema* else_schema = nullptr;

  std::optional<std::int64_t> min_properties;
  std::optional<std::int64_t> max_properties;
  std::vector<std::string_view> required;
  const Schema* property_names = nullptr;
  std::vector<std::pair<std::string_view, const Schema*>> properties;  // sorted by their names
  std::vector<std::pair<Pattern, const Schema*>> pattern_properties;   // sorted by their texts
  Additional additional_properties;
  std::map<std::string_view, Dependency> dependencies;
  std::map<std::string_view, std::vector<std::string_view>> dependent_required;
  std::map<std::string_view, const Schema*> dependent_schemas;
  const Schema* unevaluated_properties = nullptr;

  std::optional<std::int64_t> min_items;
  std::optional<std::int64_t> max_items;
  bool unique_items = false;
  const Schema* contains = nullptr;
  std::optional<std::int64_t> min_contains;
  std::optional<std::int64_t> max_contains;
  std::vector<const Schema*> first_items;  // `prefixItems`, before 2020-12 a list in `items`
  const Schema* items = nullptr;           // of the others; before 2020-12 of all
  Additional additional_items;             // before 2020-12
  const Schema* unevaluated_items = nullptr;

  std::optional<std::int64_t> min_length;
  std::optional<std::int64_t> max_length;
  std::optional<Pattern> pattern;

  std::optional<Decimal> minimum;
  std::optional<Decimal> maximum;
  std::optional<Decimal> exclusive_minimum;
  std::optional<Decimal> exclusive_maximum;
  std::optional<Decimal> multiple_of;
};

}  // namespace gimlet::schema
