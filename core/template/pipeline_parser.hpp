#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/template/parse_input.hpp"

namespace gimlet::tmpl {

// Reads what stands inside an action: declarations, commands, their operands.
class PipelineParser {
 public:
  PipelineParser(ParseInput& input, const FunctionTable& functions) : input_(input), functions_(functions) {}

  // A pipeline and the token that must end it. `context` names it in messages; "range" may declare two
  // variables.
  const PipeNode* pipeline(std::string_view context, TokenType end);

  // The variables in scope, "$" first. Declarations add to them; who ends a block takes its own away again.
  std::vector<std::string_view> variables{"$"};

 private:
  std::vector<const VariableNode*> declarations(std::string_view context, bool& is_assign);
  void check_pipeline(std::span<const CommandNode* const> commands, std::string_view context) const;
  const CommandNode* command();
  const Node* operand();
  const Node* term();
  const Node* identifier(const Token& token);
  const Node* use_variable(const Token& token);
  const Node* number(const Token& token);
  const VariableNode* make_variable(const Token& token);
  const ConstantNode* make_constant(NodeType type, const Token& token, Value value);

  ParseInput& input_;
  const FunctionTable& functions_;
  // What the pipelines that are being read have so far, the innermost's behind the others'.
  std::vector<const CommandNode*> commands_;
  std::vector<const Node*> args_;
  std::vector<std::string_view> names_;  // of the operand that is being read
};

}  // namespace gimlet::tmpl
