#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "core/yaml/event.hpp"
#include "core/yaml/node.hpp"
#include "core/yaml/node_tag.hpp"
#include "core/yaml/scalar.hpp"

namespace gimlet::yaml {
namespace {

constexpr std::string_view merge_tag = "!!merge";

// "tag:yaml.org,2002:int" is "!!int".
std::string short_tag(std::string_view tag) {
  if (!tag.starts_with(core_tag_prefix)) return std::string(tag);
  return "!!" + std::string(tag.substr(core_tag_prefix.size()));
}

// "!" alone says nothing.
bool is_tag(std::string_view tag) {
  return !tag.empty() && tag != "!";
}

struct Anchor {
  const Node* node = nullptr;
  bool open = true;  // its node has not ended yet
};

// A collection that is being read.
struct Frame {
  Node* node = nullptr;
  Node* key = nullptr;  // of a map's next entry
  std::string anchor;
};

// Builds one document out of events (as handle_document() hands them over), with a stack of its own instead
// of recursion.
class NodeBuilder {
 public:
  NodeBuilder(NodePool& pool, const ReadOptions& options) : pool_(pool), options_(options) {}

  void scalar(const Event& event) {
    stand_at(event);
    Node node;
    node.text = event.text;
    node.writing = event.writing;
    if (is_tag(event.tag)) {
      node.tag = short_tag(event.tag);
      node.tagged = true;
    } else {
      node.tag = event.writing != Writing::plain ? "!!str" : plain_tag(node.text);
    }
    node.line = event.line;
    node.column = event.column;
    Node* const added = make(std::move(node));
    if (!event.anchor.empty()) anchors_[std::string(event.anchor)] = {added, false};
    add(added);
  }

  void begin(const Event& event) {
    stand_at(event);
    check_depth(stack_.size());
    const bool is_list = event.kind == Event::Kind::list_start;
    Node node;
    node.kind = is_list ? Node::Kind::list : Node::Kind::map;
    node.flow = event.flow;
    node.tagged = is_tag(event.tag);
    node.tag = node.tagged ? short_tag(event.tag) : (is_list ? "!!seq" : "!!map");
    node.line = event.line;
    node.column = event.column;
    Node* const added = make(std::move(node));
    if (!event.anchor.empty()) anchors_[std::string(event.anchor)] = {added, true};
    stack_.push_back({added, nullptr, std::string(event.anchor)});
  }

  void end(const Event& event) {
    stand_at(event);
    const Frame frame = std::move(stack_.back());
    stack_.pop_back();
    if (frame.node->kind == Node::Kind::map) merge_keys(*frame.node);
    if (!frame.anchor.empty()) {
      // An anchor inside may have taken the name over.
      Anchor& anchor = anchors_[frame.anchor];
      if (anchor.node == frame.node) anchor.open = false;
    }
    add(frame.node);
  }

  void alias(const Event& event) {
    stand_at(event);
    const std::string name(event.anchor);
    const auto anchor = anchors_.find(name);
    if (anchor == anchors_.end()) fail(fmt::format("unknown anchor '{}' referenced", name));
    if (anchor->second.open) fail(fmt::format("anchor '{}' value contains itself", name));
    add(copy(*anchor->second.node, stack_.size()));
  }

  [[nodiscard]] Node* root() const { return root_; }

 private:
  void stand_at(const Event& event) {
    line_ = event.line;
    column_ = event.column;
  }

  [[noreturn]] void fail(const std::string& message) const {
    SyntaxError error(message, "yaml: " + message);
    error.at({options_.source, line_, column_});
    throw error;
    // at() returns the base
  }

  Node* make(Node node) {
    count();
    return pool_.add(std::move(node));
  }

  Node* copy(const Node& node, std::size_t depth) {
    ++alias_nodes_;
    if (has_excessive_aliases(alias_nodes_, nodes_)) fail("document contains excessive aliasing");
    if (node.kind != Node::Kind::scalar) check_depth(depth);
    Node* const result = make(node);
    for (Node*& item : result->items) item = copy(*item, depth + 1);
    for (Entry& entry : result->entries) {
      entry.key = copy(*entry.key, depth + 1);
      entry.value = copy(*entry.value, depth + 1);
    }
    return result;
  }

  void add(Node* node) {
    if (stack_.empty()) {
      root_ = node;
      return;
    }
    Frame& parent = stack_.back();
    if (parent.node->kind == Node::Kind::list) {
      parent.node->items.push_back(node);
    } else if (parent.key == nullptr) {
      parent.key = node;
    } else {
      parent.node->entries.push_back({parent.key, node});
      parent.key = nullptr;
    }
  }

  // Replaces << by the entries of what it names: the map's own keys win, then earlier maps of a list.
  void merge_keys(Node& map) const {
    const auto is_merge = [](const Entry& entry) { return entry.key->tag == merge_tag; };
    const auto merge = std::ranges::find_if(map.entries, is_merge);
    if (merge == map.entries.end()) return;
    const Node* const sources = merge->value;
    map.entries.erase(merge);
    if (std::ranges::any_of(map.entries, is_merge)) fail("duplicate merge key");
    if (sources->kind == Node::Kind::map) {
      add_missing(map, *sources);
    } else if (sources->kind == Node::Kind::list) {
      for (const Node* source : sources->items) add_missing(map, *source);
    } else {
      fail("map merge requires map or sequence of maps as the value");
    }
  }

  void add_missing(Node& map, const Node& from) const {
    if (from.kind != Node::Kind::map) fail("map merge requires map or sequence of maps as the value");
    std::unordered_set<std::string_view> own;
    for (const Entry& entry : map.entries) own.insert(entry.key->text);
    for (const Entry& entry : from.entries) {
      if (!own.contains(entry.key->text)) map.entries.push_back(entry);
    }
  }

  void count() {
    if (++nodes_ > options_.max_nodes) {
      fail(fmt::format("the document has more than {} nodes", options_.max_nodes));
    }
  }

  void check_depth(std::size_t depth) const {
    if (static_cast<int>(depth) >= options_.max_depth) {
      fail(fmt::format("nested deeper than {} levels", options_.max_depth));
    }
  }

  NodePool& pool_;
  const ReadOptions& options_;
  std::vector<Frame> stack_;
  std::unordered_map<std::string, Anchor> anchors_;
  Node* root_ = nullptr;
  int line_ = 0;  // of the event
  int column_ = 0;
  std::size_t nodes_ = 0;
  std::size_t alias_nodes_ = 0;
};

}  // namespace

std::vector<Node*> read_nodes(std::string_view text, NodePool& pool, const ReadOptions& options) {
  EventReader events(text, options);
  std::vector<Node*> roots;
  while (events.next_document()) {
    NodeBuilder builder(pool, options);
    handle_document(events, builder);
    roots.push_back(builder.root());
  }
  return roots;
}

Node* read_node(std::string_view text, NodePool& pool, const ReadOptions& options) {
  EventReader events(text, options);
  if (!events.next_document()) return nullptr;
  NodeBuilder builder(pool, options);
  handle_document(events, builder);
  return builder.root();
}

}  // namespace gimlet::yaml
