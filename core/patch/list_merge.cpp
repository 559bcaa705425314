#include "core/patch/list_merge.hpp"

#include <algorithm>
#include <set>
#include <span>

#include "core/util/error.hpp"

namespace gimlet::patch {
namespace {

[[noreturn]] void fail_kind(const char* expected, const Node& node) {
  throw Error(ErrorCode::bad_input,
              std::string("wrong node kind: expected ") + expected + " but got " + kind_name(node));
}

// Whether an element has this text under a key. An empty text asks only that the key is there.
bool has_text(const Node& element, std::string_view key, const std::string& text) {
  if (key.empty()) {
    if (element.kind != Node::Kind::scalar) fail_kind("ScalarNode", element);
    return element.text == text;
  }
  if (element.kind != Node::Kind::map) fail_kind("MappingNode", element);
  const Node* const value = find(&element, key);
  return value != nullptr && (text.empty() || value->text == text);
}

// Keys beyond the texts count as matched once an earlier one was.
bool has_texts(const Node& element, const Keys& keys, const KeyTexts& texts) {
  if (texts.empty()) return false;
  for (std::size_t i = 0; i < std::min(keys.size(), texts.size()); ++i) {
    if (!has_text(element, keys[i], texts[i])) return false;
  }
  return true;
}

KeyTexts texts_of(const Node& element, const Keys& keys) {
  KeyTexts texts;
  for (const std::string_view key : keys) {
    texts.push_back(key.empty() ? element.text : text_of(&element, key));
  }
  return texts;
}

// The texts of all elements, each once: the patch's first, then the list's.
std::vector<KeyTexts> all_texts(const Node* patch, const Node& list, const Keys& keys) {
  std::vector<KeyTexts> all;
  std::set<KeyTexts> seen;
  for (const Node* source : {patch, &list}) {
    if (source == nullptr) continue;
    for (const Node* item : source->items) {
      KeyTexts texts = texts_of(*item, keys);
      if (seen.insert(texts).second) all.push_back(std::move(texts));
    }
  }
  return all;
}

// What two elements' texts have in common if they differ only where one of them has none: an element without
// a protocol stands for one with it. False if they do not belong together.
bool unite(const KeyTexts& a, const KeyTexts& b, KeyTexts& united) {
  bool common = false;
  united.clear();
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && !a[i].empty() && !b[i].empty()) return false;
    common = common || a[i] == b[i];
    united.push_back(a[i].empty() ? b[i] : a[i]);
  }
  return common;
}

void unite_all(std::vector<KeyTexts>& all) {
  KeyTexts united;
  for (KeyTexts& first : all) {
    const KeyTexts texts = first;
    for (KeyTexts& second : all) {
      if (!unite(texts, second, united)) continue;
      first = united;
      second = united;
    }
  }
}

// The keys that count: those under which some element has a text; all of them if none has any.
struct Valid {
  Keys keys;
  KeyTexts texts;
};

Valid valid_part(const std::vector<bool>& used, const Keys& keys, const KeyTexts& texts) {
  if (std::find(used.begin(), used.end(), true) == used.end()) return {keys, texts};
  Valid valid;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!used[i]) continue;
    valid.keys.push_back(keys[i]);
    valid.texts.push_back(texts[i]);
  }
  return valid;
}

std::vector<bool> used_keys(std::span<const KeyTexts> all, std::size_t keys) {
  std::vector<bool> used(keys, false);
  for (const KeyTexts& texts : all) {
    for (std::size_t i = 0; i < keys; ++i) used[i] = used[i] || !texts[i].empty();
  }
  return used;
}

// Writes the keys that an element lacks into it.
void complete(Node& element, const Valid& valid, NodePool& pool) {
  for (std::size_t i = 0; i < valid.keys.size(); ++i) {
    if (valid.texts[i].empty()) continue;
    if (valid.keys[i].empty()) {
      element.tag.clear();  // its text decides its type again
    } else if (find(&element, valid.keys[i]) == nullptr) {
      if (element.kind != Node::Kind::map) fail_kind("MappingNode", element);
      set(element, valid.keys[i], untyped_scalar(valid.texts[i], pool), pool);
    }
  }
}

// Puts the old list's elements behind the merged ones, unless they are among them.
void put_behind(Node& merged, const Node& list, const Keys& keys) {
  for (Node* element : list.items) {
    KeyTexts texts;
    for (const std::string_view key : keys) {
      if (key.empty()) {
        texts.push_back(element->text);
        continue;
      }
      if (element->kind != Node::Kind::map && !element->is_null()) fail_kind("MappingNode", *element);
      const Node* const value = find(element, key);
      if (value == nullptr) {
        merged.items.push_back(element);
      } else {
        texts.push_back(value->text);
      }
    }
    if (keys.size() > 1) put_element(merged, keys, texts, nullptr);
    put_element(merged, keys, texts, element);
  }
}

}  // namespace

void put_element(Node& list, const Keys& keys, const KeyTexts& texts, Node* element) {
  const bool by_fields = !keys[0].empty() && !texts.empty() && !texts[0].empty();
  std::vector<Node*> items;
  bool found = false;
  for (Node* item : list.items) {
    if (is_missing_or_null(item) || (item->kind == Node::Kind::map && item->is_empty())) continue;
    const bool other_kind = item->kind != Node::Kind::map && by_fields;
    if (other_kind || !has_texts(*item, keys, texts)) {
      if (other_kind || !texts.empty()) items.push_back(item);
      continue;
    }
    found = true;
    if (element != nullptr) items.push_back(element);
  }
  list.items = std::move(items);
  if (!found && !is_missing_or_null(element)) list.items.push_back(element);
}

Node* find_element(const Node* list, const Keys& keys, const KeyTexts& texts) {
  if (list == nullptr || list->kind != Node::Kind::list) return nullptr;
  for (Node* item : list->items) {
    bool matches = true;
    for (std::size_t i = 0; i < keys.size() && matches; ++i) {
      const Node* const value = keys[i].empty() ? item : find(item, keys[i]);
      matches = value != nullptr && value->text == texts[i];
    }
    if (matches) return item;
  }
  return nullptr;
}

Node* merge_lists(Node& list, const Node* patch, const Keys& keys, const MergeElements& merge_elements,
                  NodePool& pool) {
  std::vector<KeyTexts> all = all_texts(patch, list, keys);
  if (all.empty()) return &list;
  if (keys.size() > 1) unite_all(all);
  Node made;
  made.kind = Node::Kind::list;
  Node* const merged = pool.add(std::move(made));
  const std::vector<bool> used = used_keys(all, keys.size());
  Valid valid;
  for (const KeyTexts& texts : all) {
    valid = valid_part(used, keys, texts);
    const Valid own = valid_part(used_keys({&valid.texts, 1}, valid.keys.size()), valid.keys, valid.texts);
    Node* const element =
        merge_elements(find_element(&list, own.keys, own.texts), find_element(patch, own.keys, own.texts));
    if (is_missing_or_null(element) || (element->kind == Node::Kind::map && element->is_empty())) {
      put_element(list, valid.keys, valid.texts, nullptr);
    } else {
      complete(*element, valid, pool);
      put_element(*merged, valid.keys, valid.texts, element);
    }
  }
  put_behind(*merged, list, valid.keys);
  return merged;
}

}  // namespace gimlet::patch
