#include "core/template/ast.hpp"

#include <algorithm>

#include "core/go/strconv.hpp"

namespace gimlet::tmpl {
namespace {

void write(std::string& out, const Node& node);

void write_names(std::string& out, std::span<const std::string_view> names, bool leading_dot) {
  for (const auto name : names) {
    if (leading_dot) out += '.';
    leading_dot = true;
    out += name;
  }
}

void write_command(std::string& out, const CommandNode& command) {
  for (const Node* arg : command.args) {
    if (arg != command.args.front()) out += ' ';
    if (arg->type == NodeType::pipe) {
      out += '(';
      write(out, *arg);
      out += ')';
    } else {
      write(out, *arg);
    }
  }
}

void write_pipe(std::string& out, const PipeNode& pipe) {
  for (const VariableNode* variable : pipe.declarations) {
    if (variable != pipe.declarations.front()) out += ", ";
    write(out, *variable);
  }
  if (!pipe.declarations.empty()) out += pipe.is_assign ? " = " : " := ";
  for (const CommandNode* command : pipe.commands) {
    if (command != pipe.commands.front()) out += " | ";
    write_command(out, *command);
  }
}

void write_branch(std::string& out, const BranchNode& branch) {
  out += branch.type == NodeType::if_ ? "{{if " : branch.type == NodeType::range ? "{{range " : "{{with ";
  write_pipe(out, *branch.pipe);
  out += "}}";
  write(out, *branch.list);
  if (branch.else_list != nullptr) {
    out += "{{else}}";
    write(out, *branch.else_list);
  }
  out += "{{end}}";
}

void write_template(std::string& out, const TemplateNode& node) {
  out += "{{template " + go::quote(node.name);
  if (node.pipe != nullptr) {
    out += ' ';
    write_pipe(out, *node.pipe);
  }
  out += "}}";
}

void write_chain(std::string& out, const ChainNode& chain) {
  const bool parentheses = chain.node->type == NodeType::pipe;
  if (parentheses) out += '(';
  write(out, *chain.node);
  if (parentheses) out += ')';
  write_names(out, chain.fields, true);
}

void write(std::string& out, const Node& node) {
  switch (node.type) {
    case NodeType::text:
      out += static_cast<const TextNode&>(node).text;
      break;
    case NodeType::action:
      out += "{{";
      write_pipe(out, *static_cast<const ActionNode&>(node).pipe);
      out += "}}";
      break;
    case NodeType::boolean:
    case NodeType::number:
    case NodeType::string:
      out += static_cast<const ConstantNode&>(node).text;
      break;
    case NodeType::chain:
      write_chain(out, static_cast<const ChainNode&>(node));
      break;
    case NodeType::command:
      write_command(out, static_cast<const CommandNode&>(node));
      break;
    case NodeType::dot:
      out += '.';
      break;
    case NodeType::else_:
      out += "{{else}}";
      break;
    case NodeType::end:
      out += "{{end}}";
      break;
    case NodeType::field:
      write_names(out, static_cast<const FieldNode&>(node).names, true);
      break;
    case NodeType::identifier:
      out += static_cast<const IdentifierNode&>(node).name;
      break;
    case NodeType::if_:
    case NodeType::range:
    case NodeType::with:
      write_branch(out, static_cast<const BranchNode&>(node));
      break;
    case NodeType::list:
      for (const Node* child : static_cast<const ListNode&>(node).nodes) write(out, *child);
      break;
    case NodeType::nil:
      out += "nil";
      break;
    case NodeType::pipe:
      write_pipe(out, static_cast<const PipeNode&>(node));
      break;
    case NodeType::template_:
      write_template(out, static_cast<const TemplateNode&>(node));
      break;
    case NodeType::variable:
      write_names(out, static_cast<const VariableNode&>(node).names, false);
      break;
    case NodeType::break_:
      out += "{{break}}";
      break;
    case NodeType::continue_:
      out += "{{continue}}";
      break;
  }
}

}  // namespace

Location locate(const ParsedFile& file, std::uint32_t pos) {
  const std::string_view before = std::string_view(*file.text).substr(0, pos);
  const auto newline = before.rfind('\n');
  const std::size_t start = newline == std::string_view::npos ? 0 : newline + 1;
  return {1 + static_cast<int>(std::count(before.begin(), before.end(), '\n')),
          static_cast<int>(pos - start)};
}

std::string to_text(const Node& node) {
  std::string out;
  write(out, node);
  return out;
}

bool is_empty_tree(const Node& node) {
  if (node.type == NodeType::text) {
    return static_cast<const TextNode&>(node).text.find_first_not_of(" \t\n\v\f\r") == std::string_view::npos;
  }
  if (node.type != NodeType::list) return false;
  const auto nodes = static_cast<const ListNode&>(node).nodes;
  return std::all_of(nodes.begin(), nodes.end(), [](const Node* child) { return is_empty_tree(*child); });
}

}  // namespace gimlet::tmpl
