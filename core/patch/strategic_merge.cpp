#include "core/patch/strategic_merge.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "core/patch/kinds.hpp"
#include "core/patch/list_merge.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::patch {
namespace {

constexpr std::string_view directive_key = "$patch";

enum class Directive : std::uint8_t { none, merge, replace, remove };

Directive directive_named(const std::string& text) {
  if (text == "delete") return Directive::remove;
  if (text == "replace") return Directive::replace;
  if (text == "merge") return Directive::merge;
  throw Error(ErrorCode::bad_input, fmt::format("unknown patch strategy '{}'", printable_line(text)))
      .hint("$patch is delete, replace or merge");
}

// What a map or list of a patch says about itself; the directive is taken out of it.
Directive take_directive(Node* patch) {
  if (patch == nullptr) return Directive::none;
  if (patch->kind == Node::Kind::map) {
    const Node* const value = find(patch, directive_key);
    if (value == nullptr) return Directive::none;
    const Directive directive = directive_named(value->text);
    remove(*patch, directive_key);
    return directive;
  }
  // An element that is the directive alone speaks for the list.
  const auto element = std::ranges::find_if(
      patch->items, [](const Node* item) { return find(item, directive_key) != nullptr; });
  if (element == patch->items.end() || (*element)->entries.size() > 1) return Directive::none;
  const std::string text = find(*element, directive_key)->text;
  const Directive directive = directive_named(text);
  put_element(*patch, {directive_key}, {text}, nullptr);
  return directive;
}

// The same for a map that is new in the resource: what is no directive stays as it is.
bool says_delete(Node* patch) {
  if (patch == nullptr || patch->kind != Node::Kind::map) return false;
  const Node* const value = find(patch, directive_key);
  if (value == nullptr) return false;
  const bool known = value->text == "delete" || value->text == "replace" || value->text == "merge";
  return known && take_directive(patch) == Directive::remove;
}

// What is known of the place of two nodes.
struct Place {
  const Type* type = nullptr;   // nullptr: nothing, not even that it is nothing special
  const Field* list = nullptr;  // the field, if it is a merged list
};

// A field's name on the path while its values are merged.
class PathStep {
 public:
  PathStep(std::vector<std::string>& path, const std::string& name) : path_(path) { path_.push_back(name); }
  PathStep(const PathStep&) = delete;
  PathStep& operator=(const PathStep&) = delete;
  ~PathStep() { path_.pop_back(); }

 private:
  std::vector<std::string>& path_;
};

class Merger {
 public:
  explicit Merger(NodePool& pool) : pool_(pool) {}

  // The merged node; nullptr or a null if there is none any more. Each may be nullptr.
  Node* merge(Node* old, Node* patch, Place place) {
    // What is empty is written as the patch writes it.
    if (old != nullptr && patch != nullptr && old->kind != Node::Kind::scalar && old->is_empty()) {
      copy_writing(*patch, *old);
    }
    const Node* const first = is_missing_or_null(old) ? patch : old;
    if (is_missing_or_null(first)) return merge_maps(old, patch, place.type);
    if (!is_missing_or_null(old) && !is_missing_or_null(patch) && old->kind != patch->kind)
      fail_kind(*old, *patch);
    switch (first->kind) {
      case Node::Kind::map:
        return merge_maps(old, patch, place.type != nullptr ? place.type : type_of(old, patch));
      case Node::Kind::list:
        if (place.list != nullptr) return merge_list(old, patch, *place.list);
        break;
      case Node::Kind::scalar:
        break;
    }
    return patch != nullptr ? patch : old;
  }

 private:
  // What kind of resource two maps of no known type are, by their own words: also deep inside another one.
  static const Type* type_of(const Node* old, const Node* patch) {
    for (const Node* node : {old, patch}) {
      const Kind* const kind = find_kind(text_of(node, "apiVersion"), text_of(node, "kind"));
      if (kind != nullptr) return kind->type;
    }
    return nullptr;
  }

  static Place place_of(const Type* type, std::string_view name) {
    if (type == nullptr) return {};
    const Field* const field = find_field(*type, name);
    if (field == nullptr) return {&plain_type, nullptr};
    return {field->type != nullptr ? field->type : &plain_type, field->merged_list ? field : nullptr};
  }

  // What the patch is merged into: the old node, or the patch's own. Nothing if nothing is to be left.
  static std::optional<Node*> base_of(Node* old, Node* patch) {
    if (is_missing_or_null(old)) {
      if (says_delete(patch)) return std::nullopt;
      return patch;
    }
    if (patch != nullptr && patch->is_null()) return std::nullopt;
    const Directive directive = take_directive(patch);
    if (directive == Directive::remove) return std::nullopt;
    return directive == Directive::replace ? patch : old;
  }

  Node* merge_maps(Node* old, Node* patch, const Type* type) {
    Node* const base = base_of(old, patch).value_or(nullptr);
    if (base != nullptr) merge_fields(*base, patch, type);
    return base;
  }

  // A field's first entry on both sides.
  struct Sides {
    std::optional<std::size_t> old;  // its index
    yaml::Entry patch;               // empty if the patch has none
  };

  void merge_fields(Node& old, const Node* patch, const Type* type) {
    std::map<std::string, Sides> fields;
    for (std::size_t i = 0; i < old.entries.size(); ++i) {
      Sides& sides = fields[old.entries[i].key->text];
      if (!sides.old) sides.old = i;
    }
    if (patch != nullptr) {
      for (const yaml::Entry& entry : patch->entries) {
        Sides& sides = fields[entry.key->text];
        if (sides.patch.key == nullptr) sides.patch = entry;
      }
    }
    for (const auto& [name, sides] : fields) merge_field(old, name, sides, place_of(type, name));
    std::erase_if(old.entries, [](const yaml::Entry& entry) { return entry.value == nullptr; });
  }

  // Fields that go lose their value at first.
  void merge_field(Node& old, const std::string& name, const Sides& sides, Place place) {
    Node* const old_value = sides.old ? old.entries[*sides.old].value : nullptr;
    // A null that is written out stays, an empty one goes.
    const bool stays = sides.patch.value == nullptr && old_value != nullptr && old_value->is_null() &&
                       !old_value->text.empty();
    if (stays) return;
    const PathStep step(path_, name);
    Node* const merged = merge(old_value, sides.patch.value, place);
    if (sides.old) {
      if (!is_missing_or_null(merged)) copy_writing(*old_value, *merged);
      old.entries[*sides.old].value = is_missing_or_null(merged) ? nullptr : merged;
    } else if (!is_missing_or_null(merged)) {
      const bool quoted = merged == sides.patch.value && sides.patch.key->writing != yaml::Writing::plain;
      add_entry(old, name, merged, quoted, pool_);
    }
  }

  Node* merge_list(Node* old, Node* patch, const Field& field) {
    Node* const base = base_of(old, patch).value_or(nullptr);
    if (base == nullptr) return nullptr;
    Keys keys;
    for (const std::string_view key : field.keys) {
      if (!key.empty()) keys.push_back(key);
    }
    if (keys.empty()) keys.emplace_back();
    const Place place{field.type != nullptr ? field.type : &plain_type, nullptr};
    const auto merge_elements = [&](Node* a, Node* b) { return merge(a, b, place); };
    try {
      return merge_lists(*base, patch, keys, merge_elements, pool_);
    } catch (Error& error) {
      if (error.activities().empty()) error.during("in the list " + printable_line(join(path_, ".")));
      throw;
    }
  }

  [[nodiscard]] std::string where() const {
    return path_.empty() ? "" : printable_line(join(path_, ".")) + ": ";
  }

  [[noreturn]] void fail_kind(const Node& old, const Node& patch) const {
    throw Error(ErrorCode::bad_input, fmt::format("{}wrong node kind: expected {} but got {}", where(),
                                                  kind_name(old), kind_name(patch)))
        .hint("remove the field with null in one patch and set it in the next one");
  }

  NodePool& pool_;
  std::vector<std::string> path_;
};

}  // namespace

Node* merge(Node* resource, Node* patch, NodePool& pool) {
  return Merger(pool).merge(resource, patch, {});
}

}  // namespace gimlet::patch
