#include "core/patch/node_edit.hpp"

#include <algorithm>

#include "core/yaml/resolve.hpp"

namespace gimlet::patch {
namespace {

auto find_entry(const Node& map, std::string_view name) {
  return std::ranges::find_if(map.entries, [&](const yaml::Entry& entry) { return entry.key->text == name; });
}

}  // namespace

const char* kind_name(const Node& node) {
  switch (node.kind) {
    case Node::Kind::map:
      return "MappingNode";
    case Node::Kind::list:
      return "SequenceNode";
    case Node::Kind::scalar:
      break;
  }
  return "ScalarNode";
}

bool is_nothing(const Node* node) {
  return is_missing_or_null(node) || (node->kind != Node::Kind::scalar && node->is_empty());
}

Node* find(const Node* node, std::string_view name) {
  if (node == nullptr) return nullptr;
  const auto entry = find_entry(*node, name);
  return entry == node->entries.end() ? nullptr : entry->value;
}

std::string text_of(const Node* node, std::string_view name) {
  const Node* const value = find(node, name);
  return is_nothing(value) ? "" : value->text;
}

void remove(Node& map, std::string_view name) {
  const auto entry = find_entry(map, name);
  if (entry != map.entries.end()) map.entries.erase(entry);
}

void copy_writing(const Node& from, Node& to) {
  to.writing = from.writing;
  to.flow = from.flow;
  to.tagged = from.tagged;
}

void add_entry(Node& map, std::string_view name, Node* value, bool quoted_key, NodePool& pool) {
  Node key;
  key.text = name;
  if (quoted_key) key.writing = yaml::Writing::quoted;
  map.entries.push_back({pool.add(std::move(key)), value});
}

void set(Node& map, std::string_view name, Node* value, NodePool& pool) {
  for (yaml::Entry& entry : map.entries) {
    if (entry.key->text != name) continue;
    copy_writing(*entry.value, *value);
    entry.value = value;
    return;
  }
  add_entry(map, name, value, false, pool);
}

Node* untyped_scalar(std::string_view text, NodePool& pool) {
  Node node;
  node.text = text;
  if (!text.empty() && yaml::resolve_plain(text).kind != yaml::Resolved::Kind::string) {
    node.writing = yaml::Writing::quoted;
  }
  return pool.add(std::move(node));
}

Node& map_in(Node& map, std::string_view name, NodePool& pool) {
  Node* value = find(&map, name);
  if (value == nullptr) {
    Node made;
    made.kind = Node::Kind::map;
    value = pool.add(std::move(made));
    add_entry(map, name, value, false, pool);
  }
  return *value;
}

}  // namespace gimlet::patch
