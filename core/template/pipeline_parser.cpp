#include "core/template/pipeline_parser.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "core/go/strconv.hpp"
#include "core/template/funcs.hpp"
#include "core/template/number.hpp"

namespace gimlet::tmpl {
namespace {

bool starts_operand(TokenType type) {
  switch (type) {
    case TokenType::boolean:
    case TokenType::char_constant:
    case TokenType::complex:
    case TokenType::dot:
    case TokenType::field:
    case TokenType::identifier:
    case TokenType::number:
    case TokenType::nil:
    case TokenType::raw_string:
    case TokenType::string:
    case TokenType::variable:
    case TokenType::left_paren:
      return true;
    default:
      return false;
  }
}

// The items from `first` on, which are taken off the end.
template <class T>
std::span<const T> take_from(ParseInput& input, std::vector<T>& items, std::size_t first) {
  const std::span<const T> kept = input.keep(std::span<const T>(items).subspan(first));
  items.resize(first);
  return kept;
}

}  // namespace

const PipeNode* PipelineParser::pipeline(std::string_view context, TokenType end) {
  auto* pipe = input_.make<PipeNode>(NodeType::pipe, input_.peek_non_space().pos);
  pipe->declarations = input_.keep(declarations(context, pipe->is_assign));
  const std::size_t first = commands_.size();
  for (;;) {
    const Token& token = input_.next_non_space();
    if (token.type == end) {
      pipe->commands = take_from(input_, commands_, first);
      check_pipeline(pipe->commands, context);
      return pipe;
    }
    if (!starts_operand(token.type)) input_.unexpected(token, context);
    input_.backup();
    commands_.push_back(command());
  }
}

std::vector<const VariableNode*> PipelineParser::declarations(std::string_view context, bool& is_assign) {
  std::vector<const VariableNode*> found;
  while (input_.peek_non_space().type == TokenType::variable) {
    const Token variable = input_.next();
    // A space is a token: "$x foo" must be told from "$x := foo".
    const Token after = input_.peek();
    const Token operation = input_.peek_non_space();
    const bool comma = operation.type == TokenType::character && operation.text == ",";
    if (operation.type == TokenType::assign || operation.type == TokenType::declare || comma) {
      input_.next_non_space();
      found.push_back(make_variable(variable));
      variables.push_back(variable.text);
      if (!comma) {
        is_assign = operation.type == TokenType::assign;
        break;
      }
      if (context != "range" || found.size() >= 2)
        input_.fail("too many declarations in " + std::string(context));
      const TokenType following = input_.peek_non_space().type;
      if (following != TokenType::variable && following != TokenType::right_delim &&
          following != TokenType::right_paren) {
        input_.fail("range can only initialize variables");
      }
      continue;
    }
    if (after.type == TokenType::space) {
      input_.backup3(variable, after);
    } else {
      input_.backup2(variable);
    }
    break;
  }
  return found;
}

void PipelineParser::check_pipeline(std::span<const CommandNode* const> commands,
                                    std::string_view context) const {
  if (commands.empty()) input_.fail("missing value for " + std::string(context));
  for (std::size_t i = 1; i < commands.size(); ++i) {
    switch (commands[i]->args.front()->type) {
      case NodeType::boolean:
      case NodeType::dot:
      case NodeType::nil:
      case NodeType::number:
      case NodeType::string:
        input_.fail("non executable command in pipeline stage " + std::to_string(i + 1));
      default:
        break;
    }
  }
}

const CommandNode* PipelineParser::command() {
  auto* node = input_.make<CommandNode>(NodeType::command, input_.peek_non_space().pos);
  const std::size_t first = args_.size();
  for (;;) {
    input_.peek_non_space();
    if (const Node* arg = operand(); arg != nullptr) args_.push_back(arg);
    const Token& token = input_.next();
    if (token.type == TokenType::space) continue;
    if (token.type == TokenType::right_delim || token.type == TokenType::right_paren) {
      input_.backup();
    } else if (token.type != TokenType::pipe) {
      input_.unexpected(token, "operand");
    }
    break;
  }
  node->args = take_from(input_, args_, first);
  if (node->args.empty()) input_.fail("empty command");
  return node;
}

// A term and the fields after it; nullptr if there is none here.
const Node* PipelineParser::operand() {
  const Node* node = term();
  if (node == nullptr || input_.peek().type != TokenType::field) return node;
  const auto pos = input_.peek().pos;
  names_.clear();
  if (node->type == NodeType::field) {
    const auto first = static_cast<const FieldNode*>(node)->names;
    names_.assign(first.begin(), first.end());
  } else if (node->type == NodeType::variable) {
    const auto first = static_cast<const VariableNode*>(node)->names;
    names_.assign(first.begin(), first.end());
  }
  while (input_.peek().type == TokenType::field) names_.push_back(input_.next().text.substr(1));
  switch (node->type) {
    case NodeType::field: {
      auto* field = input_.make<FieldNode>(NodeType::field, pos);
      field->names = input_.keep(names_);
      return field;
    }
    case NodeType::variable: {
      auto* variable = input_.make<VariableNode>(NodeType::variable, pos);
      variable->names = input_.keep(names_);
      return variable;
    }
    case NodeType::boolean:
    case NodeType::string:
    case NodeType::number:
    case NodeType::nil:
    case NodeType::dot:
      input_.fail("unexpected . after term " + go::quote(to_text(*node)));
    default:
      break;
  }
  auto* chain = input_.make<ChainNode>(NodeType::chain, pos);
  chain->node = node;
  chain->fields = input_.keep(names_);
  return chain;
}

const Node* PipelineParser::term() {
  const Token token = input_.next_non_space();
  switch (token.type) {
    case TokenType::identifier:
      return identifier(token);
    case TokenType::dot:
      return input_.make<Node>(NodeType::dot, token.pos);
    case TokenType::nil:
      return input_.make<Node>(NodeType::nil, token.pos);
    case TokenType::variable:
      return use_variable(token);
    case TokenType::field: {
      auto* field = input_.make<FieldNode>(NodeType::field, token.pos);
      field->names = input_.keep_one(token.text.substr(1));
      return field;
    }
    case TokenType::boolean:
      return make_constant(NodeType::boolean, token, token.text == "true");
    case TokenType::char_constant:
    case TokenType::complex:
    case TokenType::number:
      return number(token);
    case TokenType::left_paren: {
      const ParseInput::Nesting nesting(input_);
      return pipeline("parenthesized pipeline", TokenType::right_paren);
    }
    case TokenType::string:
    case TokenType::raw_string:
      return make_constant(NodeType::string, token, input_.unquote(token));
    default:
      input_.backup();
      return nullptr;
  }
}

const Node* PipelineParser::identifier(const Token& token) {
  auto* node = input_.make<IdentifierNode>(NodeType::identifier, token.pos);
  node->name = token.text;
  node->function = functions_.find(token.text);
  node->builtin = node->function == nullptr ? find_builtin(token.text) : Builtin::none;
  if (node->function == nullptr && node->builtin == Builtin::none) {
    input_.fail("function " + go::quote(token.text) + " not defined");
  }
  return node;
}

const Node* PipelineParser::use_variable(const Token& token) {
  if (std::find(variables.begin(), variables.end(), token.text) == variables.end()) {
    input_.fail("undefined variable " + go::quote(token.text));
  }
  return make_variable(token);
}

const Node* PipelineParser::number(const Token& token) {
  const NumberLiteral literal =
      token.type == TokenType::char_constant ? read_char(token.text) : read_number(token.text);
  if (!literal.error.empty()) input_.fail(literal.error);
  auto* node = input_.make<ConstantNode>(NodeType::number, token.pos);
  node->text = token.text;
  node->value = literal.value ? input_.keep(*literal.value) : nullptr;
  return node;
}

const VariableNode* PipelineParser::make_variable(const Token& token) {
  auto* node = input_.make<VariableNode>(NodeType::variable, token.pos);
  node->names = input_.keep_one(token.text);
  return node;
}

const ConstantNode* PipelineParser::make_constant(NodeType type, const Token& token, Value value) {
  auto* node = input_.make<ConstantNode>(type, token.pos);
  node->text = token.text;
  node->value = input_.keep(std::move(value));
  return node;
}

}  // namespace gimlet::tmpl
