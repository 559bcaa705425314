#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/value/value.hpp"
#include "core/yaml/yaml.hpp"

namespace gimlet::yaml {

struct Node;

// How a scalar is written.
enum class Writing : std::uint8_t {
  plain,
  quoted,  // in quotes, or as a literal block
  folded   // as a folded block (>)
};

struct Entry {
  Node* key = nullptr;
  Node* value = nullptr;
};

// A part of a document as it is written, for tools that edit documents as yaml.v3's Node lets kustomize edit
// them: a scalar keeps its text, and whether it stood in quotes.
struct Node {
  enum class Kind : std::uint8_t { scalar, list, map };
  Kind kind = Kind::scalar;
  Writing writing = Writing::plain;  // of a scalar
  bool flow = false;                 // a collection in brackets or braces
  bool tagged = false;               // its tag is written out
  std::string tag;   // "!!str", "!!int", "!mine"; empty: decided by the text when it is read again
  std::string text;  // of a scalar
  std::vector<Node*> items;
  std::vector<Entry> entries;  // in the document's order, a key possibly several times
  int line = 0;                // where it begins, counted from 1; in an alias's copy, what was copied
  int column = 0;

  [[nodiscard]] bool is_null() const { return tag == "!!null"; }
  [[nodiscard]] bool is_empty() const { return items.empty() && entries.empty(); }
};

// Where nodes live.
class NodePool {
 public:
  Node* add(Node node) { return &nodes_.emplace_back(std::move(node)); }

 private:
  std::deque<Node> nodes_;
};

// Reads the first document as yaml.v3 does, aliases replaced by copies of what they name and merge keys by
// what they merge (a map's own keys win). nullptr if there is no document. Throws SyntaxError, also for what
// nests or expands beyond the options' bounds.
Node* read_node(std::string_view text, NodePool& pool, const ReadOptions& options = {});
// The same for all documents of a stream.
std::vector<Node*> read_nodes(std::string_view text, NodePool& pool, const ReadOptions& options = {});

// The value of a node that yaml.v3 has written and read again, through JSON, as kustomize does it: timestamps
// are strings ("2001-01-01T00:00:00Z"), integers typed, and a number in quotes is a string. What yaml.v3
// changes on this way is changed: it quotes an empty null and a time of day in brackets and braces, and adds
// a line to a folded block before lines that are indented more. Throws bad_input for what yaml.v3 or JSON
// refuses: a key that stands twice, keys that are no strings (but those of the root), infinities, a text that
// does not fit its tag.
Value node_value(const Node& root);

// How a float becomes a scalar's text.
enum class FloatText : std::uint8_t {
  json,  // 1000000, as encoding/json writes it
  go     // 1e+06, as yaml.v3 writes it
};

// A value of JSON's types as a node; strings are quoted.
Node* make_node(const Value& value, NodePool& pool, FloatText floats);

}  // namespace gimlet::yaml
