#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/patch/node_edit.hpp"

// Lists whose elements are told apart by keys, as kyaml's walk package merges them.
namespace gimlet::patch {

// The fields by which elements are told apart; a single "" stands for their own text.
using Keys = std::vector<std::string_view>;
// An element's texts under these keys, "" for what it lacks.
using KeyTexts = std::vector<std::string>;

// Puts an element into a list: in the place of every element with these texts, else at the end. Without an
// element those are removed. Nulls and empty maps go, too, whatever they are. An empty text matches whatever
// the element has under that key. Texts may be fewer than keys.
void put_element(Node& list, const Keys& keys, const KeyTexts& texts, Node* element);

// The first element with exactly these texts.
Node* find_element(const Node* list, const Keys& keys, const KeyTexts& texts);

using MergeElements = std::function<Node*(Node* old_element, Node* patch_element)>;

// Merges the patch's elements into the list. `patch` may be nullptr, or the list itself.
Node* merge_lists(Node& list, const Node* patch, const Keys& keys, const MergeElements& merge_elements,
                  NodePool& pool);

}  // namespace gimlet::patch
