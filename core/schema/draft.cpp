#include "core/schema/draft.hpp"

#include <algorithm>
#include <array>

#include "core/go/url.hpp"
#include "core/util/json_pointer.hpp"

namespace gimlet::schema {
namespace {

constexpr std::array drafts{
    Draft{4, "http://json-schema.org/draft-04/schema", "id"},
    Draft{6, "http://json-schema.org/draft-06/schema", "$id"},
    Draft{7, "http://json-schema.org/draft-07/schema", "$id"},
    Draft{2019, "https://json-schema.org/draft/2019-09/schema", "$id"},
    Draft{2020, "https://json-schema.org/draft/2020-12/schema", "$id"},
};

// Where a keyword has schemas.
struct Place {
  std::string_view keyword;
  bool itself;   // its value is one
  bool members;  // the members of an object are
  bool items;    // the items of a list are
  int since;
};

constexpr std::array places{
    Place{"definitions", false, true, false, 4},
    Place{"not", true, false, false, 4},
    Place{"allOf", false, false, true, 4},
    Place{"anyOf", false, false, true, 4},
    Place{"oneOf", false, false, true, 4},
    Place{"properties", false, true, false, 4},
    Place{"additionalProperties", true, false, false, 4},
    Place{"patternProperties", false, true, false, 4},
    Place{"items", true, false, true, 4},
    Place{"additionalItems", true, false, false, 4},
    Place{"dependencies", false, true, false, 4},
    Place{"propertyNames", true, false, false, 6},
    Place{"contains", true, false, false, 6},
    Place{"if", true, false, false, 7},
    Place{"then", true, false, false, 7},
    Place{"else", true, false, false, 7},
    Place{"$defs", false, true, false, 2019},
    Place{"dependentSchemas", false, true, false, 2019},
    Place{"unevaluatedProperties", true, false, false, 2019},
    Place{"unevaluatedItems", true, false, false, 2019},
    Place{"contentSchema", true, false, false, 2019},
    Place{"prefixItems", false, false, true, 2020},
};

void add_subschemas(const Place& place, const Document& value, std::vector<Subschema>& found) {
  if (place.itself) found.push_back({&value, place.keyword, nullptr, {}});
  if (place.members) {
    for (const Member& member : value.members)
      found.push_back({&member.value, place.keyword, &member.name, {}});
  }
  if (place.items) {
    for (std::size_t i = 0; i < value.items.size(); ++i)
      found.push_back({&value.items[i], place.keyword, nullptr, i});
  }
}

}  // namespace

std::string Draft::id_of(const Document& schema) const {
  if (is_before(2019) && schema.find("$ref") != nullptr) return "";
  const Document* const id = schema.find(id_keyword);
  return id != nullptr && id->is_string() ? std::string(go::split_url(id->text).url) : "";
}

const Draft& latest_draft() {
  return drafts.back();
}

const Draft* find_draft(std::string_view url) {
  const auto [base, fragment] = go::split_url(url);
  if (!fragment.empty()) return nullptr;
  const auto without_scheme = [](std::string_view text) {
    for (const std::string_view scheme : {"http://", "https://"}) {
      if (text.starts_with(scheme)) return text.substr(scheme.size());
    }
    return text;
  };
  const std::string_view name = without_scheme(base);
  if (name == "json-schema.org/schema") return &latest_draft();
  const auto* const found =
      std::ranges::find(drafts, name, [&](const Draft& draft) { return without_scheme(draft.url); });
  return found == drafts.end() ? nullptr : &*found;
}

void Subschema::append_to(std::string& pointer) const {
  pointer += '/';
  pointer += keyword;
  if (name != nullptr) {
    pointer += '/';
    pointer += escape_segment(*name);
  }
  if (index) {
    pointer += '/';
    pointer += std::to_string(*index);
  }
}

std::vector<Subschema> subschemas_of(const Draft& draft, const Document& schema, const Initials& initials) {
  std::vector<Subschema> found;
  for (const Place& place : places) {
    if (draft.is_before(place.since) || !initials.may_have(place.keyword)) continue;
    if (const Document* const value = schema.find(place.keyword); value != nullptr)
      add_subschemas(place, *value, found);
  }
  return found;
}

}  // namespace gimlet::schema
