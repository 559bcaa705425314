#pragma once

#include <string>
#include <string_view>

#include "core/yaml/node.hpp"

namespace gimlet::patch {

using yaml::Node;
using yaml::NodePool;

inline bool is_missing_or_null(const Node* node) {
  return node == nullptr || node->is_null();
}
// As yaml.v3 calls it: "MappingNode".
const char* kind_name(const Node& node);

// Null, or a collection without anything in it.
bool is_nothing(const Node* node);

// The value of a map's first entry of that name; nullptr if there is none or `node` is no map.
Node* find(const Node* node, std::string_view name);
// The text of that value; "" if it is missing or nothing.
std::string text_of(const Node* node, std::string_view name);

// Removes a map's first entry of that name.
void remove(Node& map, std::string_view name);

// Quotes, brackets, and whether the tag is written out.
void copy_writing(const Node& from, Node& to);

// Adds an entry behind the others. A key without quotes has the type that its text says.
void add_entry(Node& map, std::string_view name, Node* value, bool quoted_key, NodePool& pool);

// Sets a field as kyaml's FieldSetter does: where it is there already, the new value takes over how that was
// written, so that a number replaces "1" as a string.
void set(Node& map, std::string_view name, Node* value, NodePool& pool);

// A scalar whose text decides its type; in quotes if YAML 1.1 would not read it as a string.
Node* untyped_scalar(std::string_view text, NodePool& pool);

// The map in a map's field, which is made if it is missing.
Node& map_in(Node& map, std::string_view name, NodePool& pool);

}  // namespace gimlet::patch
