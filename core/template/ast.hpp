#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/template/arena.hpp"
#include "core/template/function.hpp"
#include "core/value/value.hpp"

// The syntax tree of a template, with the node kinds of Go's text/template/parse. Nodes live in their file's
// arena, are trivially destructible and are freed with it at once, so a deep tree costs no stack to destroy.
namespace gimlet::tmpl {

struct ParsedFile;
enum class Builtin : std::uint8_t;

enum class NodeType : std::uint8_t {
  text,
  action,
  boolean,
  chain,
  command,
  dot,
  else_,
  end,
  field,
  identifier,
  if_,
  list,
  nil,
  number,
  pipe,
  range,
  string,
  template_,
  variable,
  with,
  break_,
  continue_
};

struct Node {
  NodeType type;
  std::uint32_t pos;  // byte offset in the file's text
};

struct TextNode : Node {
  std::string_view text;
};

struct ListNode : Node {
  std::span<const Node* const> nodes;
};

// $x.a.b: names[0] is "$x".
struct VariableNode : Node {
  std::span<const std::string_view> names;
};

// .a.b
struct FieldNode : Node {
  std::span<const std::string_view> names;
};

// (pipeline).a.b
struct ChainNode : Node {
  const Node* node;
  std::span<const std::string_view> fields;
};

struct CommandNode : Node {
  std::span<const Node* const> args;
};

struct PipeNode : Node {
  bool is_assign;
  std::span<const VariableNode* const> declarations;
  std::span<const CommandNode* const> commands;
};

struct ActionNode : Node {
  const PipeNode* pipe;
};

// A function's name; one of the two is set.
struct IdentifierNode : Node {
  std::string_view name;
  const Function* function;  // of the table; hides a builtin of that name
  Builtin builtin;
};

// true, 1, 'a', "text": the value, and its source text for messages.
struct ConstantNode : Node {
  std::string_view text;
  const Value* value;  // nullptr: the number overflows an int
};

// if, range, with
struct BranchNode : Node {
  const PipeNode* pipe;
  const ListNode* list;
  const ListNode* else_list;  // may be nullptr
};

struct TemplateNode : Node {
  std::string_view name;
  const PipeNode* pipe;  // may be nullptr
};

// A text parsed as template `name`, and what its nodes point into.
struct ParsedFile {
  std::string name;
  std::shared_ptr<const std::string> text;
  Arena arena;
  std::deque<Value> constants;
  std::deque<std::string> names;  // of templates, unquoted
  // The definitions in the text, the file's own template last.
  std::vector<std::pair<std::string_view, const ListNode*>> definitions;
};

// Where a node is: line from 1, column in bytes from 0, as Go's messages count.
struct Location {
  int line = 1;
  int column = 0;
};
Location locate(const ParsedFile& file, std::uint32_t pos);

// The node's source text as Go's parse.Node.String writes it.
std::string to_text(const Node& node);

// Nothing but white space in it (Go's parse.IsEmptyTree): such a template does not replace another one.
bool is_empty_tree(const Node& node);

}  // namespace gimlet::tmpl
