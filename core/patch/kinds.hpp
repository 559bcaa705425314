#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace gimlet::patch {

struct Type;

// What kustomize knows of a field. Fields it knows nothing special of are not listed.
struct Field {
  std::string_view name;
  const Type* type = nullptr;  // of its value, or of a list's elements; nullptr: nothing special inside
  bool merged_list = false;    // patches change single elements; other lists are replaced
  // What tells the elements apart, empty where there are fewer than two; both empty: their text itself.
  std::array<std::string_view, 2> keys{};
};

struct Type {
  std::span<const Field> fields;
};

// A known kind of resource: its type, and whether it belongs to no namespace.
struct Kind {
  std::string_view api_version;
  std::string_view name;
  const Type* type;
  bool cluster_scoped;
};

// nullptr for custom resources, and for versions that are newer than the table.
const Kind* find_kind(std::string_view api_version, std::string_view name);

// The field, or nullptr if it is not listed.
const Field* find_field(const Type& type, std::string_view name);

// A type without anything special.
extern const Type plain_type;

}  // namespace gimlet::patch
