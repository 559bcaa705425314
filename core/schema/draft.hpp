#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/schema/document.hpp"

namespace gimlet::schema {

// A version of JSON Schema: 4, 6, 7, 2019 or 2020.
struct Draft {
  int version;
  std::string_view url;         // of its meta-schema
  std::string_view id_keyword;  // "$id", "id" in draft 4

  [[nodiscard]] bool is_before(int other) const { return version < other; }

  // The id of a schema, without its fragment; "" if it has none. Before 2019-09 what stands beside $ref does
  // not count.
  [[nodiscard]] std::string id_of(const Document& schema) const;
};

// What Helm takes for a schema that does not say.
const Draft& latest_draft();

// The draft that $schema names; nullptr for another URL.
const Draft* find_draft(std::string_view url);

// A schema inside another one, and the way from there: a keyword, and for those with several schemas a name
// or an index.
struct Subschema {
  const Document* document;
  std::string_view keyword;
  const std::string_view* name = nullptr;
  std::optional<std::size_t> index;

  // Goes this way with a JSON pointer.
  void append_to(std::string& pointer) const;
};

// The schemas that stand directly in a schema, at the places the draft knows.
std::vector<Subschema> subschemas_of(const Draft& draft, const Document& schema, const Initials& initials);

}  // namespace gimlet::schema
