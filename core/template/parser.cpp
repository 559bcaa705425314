#include "core/template/parser.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/template/funcs.hpp"
#include "core/template/lexer.hpp"
#include "core/template/number.hpp"
#include "core/template/stack_guard.hpp"
#include "core/util/error.hpp"
#include "core/value/strconv.hpp"

namespace gimlet::tmpl {
namespace {

constexpr std::size_t kMaxParseStack = std::size_t{2} * 1024 * 1024;

// A recursive descent over the tokens, with the grammar, the look-ahead and the messages of Go's
// text/template/parse.
class Parser {
 public:
  Parser(ParsedFile& file, const FunctionTable& functions, const Limits& limits)
      : file_(file), functions_(functions), limits_(limits), lexer_(file.text), stack_(kMaxParseStack) {
    lexer_.break_is_keyword = functions_.find("break") == nullptr;
    lexer_.continue_is_keyword = functions_.find("continue") == nullptr;
  }

  void run() {
    std::vector<const Node*> nodes;
    const auto pos = peek().pos;
    while (peek().type != TokenType::eof) {
      if (peek().type == TokenType::left_delim) {
        const Token delim = next();
        if (next_non_space().type == TokenType::define) {
          definition();
          continue;
        }
        backup2(delim);
      }
      const Node* node = text_or_action();
      if (node->type == NodeType::end || node->type == NodeType::else_) fail("unexpected " + to_text(*node));
      nodes.push_back(node);
    }
    add_definition(file_.name, make_list(pos, nodes));
  }

 private:
  // ---- nodes

  template <class T>
  T* make(NodeType type, std::uint32_t pos) {
    static_assert(std::is_trivially_destructible_v<T>);
    T* node = new (file_.arena.allocate(sizeof(T), alignof(T))) T{};
    node->type = type;
    node->pos = pos;
    return node;
  }

  template <class T>
  std::span<const T> keep(const std::vector<T>& items) {
    if (items.empty()) return {};
    // NOLINTNEXTLINE(bugprone-sizeof-expression): T may well be a pointer
    T* copy = static_cast<T*>(file_.arena.allocate(items.size() * sizeof(T), alignof(T)));
    std::uninitialized_copy(items.begin(), items.end(), copy);
    return {copy, items.size()};
  }

  const ListNode* make_list(std::uint32_t pos, const std::vector<const Node*>& nodes) {
    auto* list = make<ListNode>(NodeType::list, pos);
    list->nodes = keep(nodes);
    return list;
  }

  const VariableNode* make_variable(const Token& token) {
    auto* node = make<VariableNode>(NodeType::variable, token.pos);
    node->names = keep(std::vector<std::string_view>{token.text});
    return node;
  }

  const ConstantNode* make_constant(NodeType type, const Token& token, Value value) {
    auto* node = make<ConstantNode>(type, token.pos);
    node->text = token.text;
    node->value = &file_.constants.emplace_back(std::move(value));
    return node;
  }

  // ---- tokens

  const Token& next() {
    if (peek_count_ > 0) {
      --peek_count_;
    } else {
      tokens_[0] = lexer_.next();
    }
    return tokens_.at(peek_count_);
  }
  void backup() { ++peek_count_; }
  void backup2(const Token& first) {
    tokens_[1] = first;
    peek_count_ = 2;
  }
  void backup3(const Token& first, const Token& second) {
    tokens_[1] = second;
    tokens_[2] = first;
    peek_count_ = 3;
  }
  const Token& peek() {
    if (peek_count_ > 0) return tokens_.at(peek_count_ - 1);
    peek_count_ = 1;
    tokens_[0] = lexer_.next();
    return tokens_[0];
  }
  Token next_non_space() {
    const Token* token = &next();
    while (token->type == TokenType::space) token = &next();
    return *token;
  }
  Token peek_non_space() {
    const Token token = next_non_space();
    backup();
    return token;
  }
  Token expect(TokenType type, std::string_view context) {
    const Token token = next_non_space();
    if (token.type != type) unexpected(token, context);
    return token;
  }

  // ---- errors

  [[noreturn]] void fail(const std::string& message) const {
    const int line = tokens_[0].line;
    throw Error(ErrorCode::bad_input, "template: " + file_.name + ":" + std::to_string(line) + ": " + message)
        .at({file_.name, line, 0});
  }

  [[noreturn]] void unexpected(const Token& token, std::string_view context) const {
    if (token.type != TokenType::error) fail("unexpected " + describe(token) + " in " + std::string(context));
    std::string message(token.text);
    if (action_line_ != 0 && action_line_ != token.line) {
      message += message.ends_with(" action") ? " started at " : " in action started at ";
      message += file_.name + ":" + std::to_string(action_line_);
    }
    fail(message);
  }

  // Counts nested blocks and parentheses.
  class Nesting {
   public:
    explicit Nesting(Parser& parser) : parser_(parser) {
      if (++parser.nesting_ > parser.limits_.max_nesting || parser.stack_.exhausted()) {
        parser.fail("nested too deeply");
      }
    }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;
    ~Nesting() { --parser_.nesting_; }

   private:
    Parser& parser_;
  };

  // ---- templates

  // What a definition or block begins anew and its end gives back.
  struct Scope {
    std::vector<std::string_view> variables;
    int range_depth;
    int action_line;
  };
  Scope enter_template() {
    Scope outer{std::move(variables_), range_depth_, action_line_};
    variables_ = {"$"};
    range_depth_ = 0;
    action_line_ = 0;
    return outer;
  }
  void leave_template(Scope&& outer) {
    variables_ = std::move(outer.variables);
    range_depth_ = outer.range_depth;
    action_line_ = outer.action_line;
  }

  void definition() {
    constexpr std::string_view kContext = "define clause";
    const std::string_view name = template_name(next_non_space(), kContext);
    expect(TokenType::right_delim, kContext);
    Scope outer = enter_template();
    add_definition(name, body_until_end(kContext));
    leave_template(std::move(outer));
  }

  const ListNode* body_until_end(std::string_view context) {
    const auto [list, end] = item_list();
    if (end->type != NodeType::end) fail("unexpected " + to_text(*end) + " in " + std::string(context));
    return list;
  }

  void add_definition(std::string_view name, const ListNode* root) {
    const auto old = std::find_if(file_.definitions.begin(), file_.definitions.end(),
                                  [name](const auto& entry) { return entry.first == name; });
    if (old == file_.definitions.end()) {
      file_.definitions.emplace_back(name, root);
    } else if (is_empty_tree(*old->second)) {
      old->second = root;
    } else if (!is_empty_tree(*root)) {
      fail("template: multiple definition of template " + go_quote(name));
    }
  }

  std::string_view template_name(const Token& token, std::string_view context) {
    if (token.type != TokenType::string && token.type != TokenType::raw_string) unexpected(token, context);
    return file_.names.emplace_back(unquote(token));
  }

  std::string unquote(const Token& token) {
    auto text = go_unquote(token.text);
    if (!text) fail("invalid syntax");
    return *std::move(text);
  }

  // ---- lists and actions

  std::pair<const ListNode*, const Node*> item_list() {
    const Nesting nesting(*this);
    std::vector<const Node*> nodes;
    const auto pos = peek_non_space().pos;
    while (peek_non_space().type != TokenType::eof) {
      const Node* node = text_or_action();
      if (node->type == NodeType::end || node->type == NodeType::else_) return {make_list(pos, nodes), node};
      nodes.push_back(node);
    }
    fail("unexpected EOF");
  }

  const Node* text_or_action() {
    const Token token = next_non_space();
    if (token.type == TokenType::text) {
      auto* node = make<TextNode>(NodeType::text, token.pos);
      node->text = token.text;
      return node;
    }
    if (token.type != TokenType::left_delim) unexpected(token, "input");
    action_line_ = token.line;
    const Node* node = action();
    action_line_ = 0;
    return node;
  }

  const Node* action() {
    const Token token = next_non_space();
    switch (token.type) {
      case TokenType::block:
        return block();
      case TokenType::break_:
        return loop_control(token, NodeType::break_, "{{break}}");
      case TokenType::continue_:
        return loop_control(token, NodeType::continue_, "{{continue}}");
      case TokenType::else_:
        return else_clause();
      case TokenType::end:
        return make<Node>(NodeType::end, expect(TokenType::right_delim, "end").pos);
      case TokenType::if_:
        return branch(NodeType::if_, "if", TokenType::if_);
      case TokenType::range:
        return branch(NodeType::range, "range", TokenType::eof);
      case TokenType::template_:
        return template_call();
      case TokenType::with:
        return branch(NodeType::with, "with", TokenType::with);
      default:
        break;
    }
    backup();
    auto* node = make<ActionNode>(NodeType::action, peek().pos);
    node->pipe = pipeline("command", TokenType::right_delim);
    return node;
  }

  const Node* loop_control(const Token& keyword, NodeType type, const std::string& text) {
    const Token token = next_non_space();
    if (token.type != TokenType::right_delim) unexpected(token, text);
    if (range_depth_ == 0) fail(text + " outside {{range}}");
    return make<Node>(type, keyword.pos);
  }

  const Node* else_clause() {
    const Token token = peek_non_space();
    if (token.type == TokenType::if_ || token.type == TokenType::with) {
      return make<Node>(NodeType::else_, token.pos);  // "else if": the caller goes on with it
    }
    return make<Node>(NodeType::else_, expect(TokenType::right_delim, "else").pos);
  }

  // if, range or with; `chained` is the keyword that may follow its else.
  const Node* branch(NodeType type, const std::string& context, TokenType chained) {
    const Nesting nesting(*this);
    const std::size_t mark = variables_.size();
    const PipeNode* pipe = pipeline(context, TokenType::right_delim);
    if (type == NodeType::range) ++range_depth_;
    const auto [list, next_node] = item_list();
    if (type == NodeType::range) --range_depth_;
    auto* node = make<BranchNode>(type, pipe->pos);
    node->pipe = pipe;
    node->list = list;
    node->else_list = nullptr;
    if (next_node->type == NodeType::else_) {
      if (chained != TokenType::eof && peek().type == chained) {
        next();
        node->else_list = make_list(next_node->pos, {branch(type, context, chained)});
      } else {
        const auto [else_list, end] = item_list();
        if (end->type != NodeType::end) fail("expected end; found " + to_text(*end));
        node->else_list = else_list;
      }
    }
    variables_.resize(mark);
    return node;
  }

  const Node* block() {
    constexpr std::string_view kContext = "block clause";
    const Token token = next_non_space();
    auto* node = make<TemplateNode>(NodeType::template_, token.pos);
    node->name = template_name(token, kContext);
    node->pipe = pipeline(kContext, TokenType::right_delim);
    Scope outer = enter_template();
    add_definition(node->name, body_until_end(kContext));
    leave_template(std::move(outer));
    return node;
  }

  const Node* template_call() {
    constexpr std::string_view kContext = "template clause";
    const Token token = next_non_space();
    auto* node = make<TemplateNode>(NodeType::template_, token.pos);
    node->name = template_name(token, kContext);
    node->pipe = nullptr;
    if (next_non_space().type != TokenType::right_delim) {
      backup();
      node->pipe = pipeline(kContext, TokenType::right_delim);
    }
    return node;
  }

  // ---- pipelines

  const PipeNode* pipeline(std::string_view context, TokenType end) {
    auto* pipe = make<PipeNode>(NodeType::pipe, peek_non_space().pos);
    pipe->declarations = keep(declarations(context, pipe->is_assign));
    std::vector<const CommandNode*> commands;
    for (;;) {
      const Token token = next_non_space();
      if (token.type == end) {
        check_pipeline(commands, context);
        pipe->commands = keep(commands);
        return pipe;
      }
      if (!starts_operand(token.type)) unexpected(token, context);
      backup();
      commands.push_back(command());
    }
  }

  static bool starts_operand(TokenType type) {
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

  std::vector<const VariableNode*> declarations(std::string_view context, bool& is_assign) {
    std::vector<const VariableNode*> found;
    while (peek_non_space().type == TokenType::variable) {
      const Token variable = next();
      // A space is a token: "$x foo" must be told from "$x := foo".
      const Token after = peek();
      const Token operation = peek_non_space();
      const bool comma = operation.type == TokenType::character && operation.text == ",";
      if (operation.type == TokenType::assign || operation.type == TokenType::declare || comma) {
        next_non_space();
        found.push_back(make_variable(variable));
        variables_.push_back(variable.text);
        if (!comma) {
          is_assign = operation.type == TokenType::assign;
          break;
        }
        if (context != "range" || found.size() >= 2) fail("too many declarations in " + std::string(context));
        const TokenType following = peek_non_space().type;
        if (following != TokenType::variable && following != TokenType::right_delim &&
            following != TokenType::right_paren) {
          fail("range can only initialize variables");
        }
        continue;
      }
      if (after.type == TokenType::space) {
        backup3(variable, after);
      } else {
        backup2(variable);
      }
      break;
    }
    return found;
  }

  void check_pipeline(const std::vector<const CommandNode*>& commands, std::string_view context) const {
    if (commands.empty()) fail("missing value for " + std::string(context));
    for (std::size_t i = 1; i < commands.size(); ++i) {
      switch (commands[i]->args.front()->type) {
        case NodeType::boolean:
        case NodeType::dot:
        case NodeType::nil:
        case NodeType::number:
        case NodeType::string:
          fail("non executable command in pipeline stage " + std::to_string(i + 1));
        default:
          break;
      }
    }
  }

  const CommandNode* command() {
    auto* node = make<CommandNode>(NodeType::command, peek_non_space().pos);
    std::vector<const Node*> args;
    for (;;) {
      peek_non_space();
      if (const Node* arg = operand(); arg != nullptr) args.push_back(arg);
      const Token token = next();
      if (token.type == TokenType::space) continue;
      if (token.type == TokenType::right_delim || token.type == TokenType::right_paren) {
        backup();
      } else if (token.type != TokenType::pipe) {
        unexpected(token, "operand");
      }
      break;
    }
    if (args.empty()) fail("empty command");
    node->args = keep(args);
    return node;
  }

  // A term and the fields after it; nullptr if there is none here.
  const Node* operand() {
    const Node* node = term();
    if (node == nullptr || peek().type != TokenType::field) return node;
    const auto pos = peek().pos;
    std::vector<std::string_view> names;
    if (node->type == NodeType::field) {
      const auto first = static_cast<const FieldNode*>(node)->names;
      names.assign(first.begin(), first.end());
    } else if (node->type == NodeType::variable) {
      const auto first = static_cast<const VariableNode*>(node)->names;
      names.assign(first.begin(), first.end());
    }
    while (peek().type == TokenType::field) names.push_back(next().text.substr(1));
    switch (node->type) {
      case NodeType::field: {
        auto* field = make<FieldNode>(NodeType::field, pos);
        field->names = keep(names);
        return field;
      }
      case NodeType::variable: {
        auto* variable = make<VariableNode>(NodeType::variable, pos);
        variable->names = keep(names);
        return variable;
      }
      case NodeType::boolean:
      case NodeType::string:
      case NodeType::number:
      case NodeType::nil:
      case NodeType::dot:
        fail("unexpected . after term " + go_quote(to_text(*node)));
      default:
        break;
    }
    auto* chain = make<ChainNode>(NodeType::chain, pos);
    chain->node = node;
    chain->fields = keep(names);
    return chain;
  }

  const Node* term() {
    const Token token = next_non_space();
    switch (token.type) {
      case TokenType::identifier:
        return identifier(token);
      case TokenType::dot:
        return make<Node>(NodeType::dot, token.pos);
      case TokenType::nil:
        return make<Node>(NodeType::nil, token.pos);
      case TokenType::variable:
        return use_variable(token);
      case TokenType::field: {
        auto* field = make<FieldNode>(NodeType::field, token.pos);
        field->names = keep(std::vector<std::string_view>{token.text.substr(1)});
        return field;
      }
      case TokenType::boolean:
        return make_constant(NodeType::boolean, token, token.text == "true");
      case TokenType::char_constant:
      case TokenType::complex:
      case TokenType::number:
        return number(token);
      case TokenType::left_paren: {
        const Nesting nesting(*this);
        return pipeline("parenthesized pipeline", TokenType::right_paren);
      }
      case TokenType::string:
      case TokenType::raw_string:
        return make_constant(NodeType::string, token, unquote(token));
      default:
        backup();
        return nullptr;
    }
  }

  const Node* identifier(const Token& token) {
    auto* node = make<IdentifierNode>(NodeType::identifier, token.pos);
    node->name = token.text;
    node->function = functions_.find(token.text);
    node->builtin = node->function == nullptr ? find_builtin(token.text) : Builtin::none;
    if (node->function == nullptr && node->builtin == Builtin::none) {
      fail("function " + go_quote(token.text) + " not defined");
    }
    return node;
  }

  const Node* use_variable(const Token& token) {
    if (std::find(variables_.begin(), variables_.end(), token.text) == variables_.end()) {
      fail("undefined variable " + go_quote(token.text));
    }
    return make_variable(token);
  }

  const Node* number(const Token& token) {
    const NumberLiteral literal =
        token.type == TokenType::char_constant ? read_char(token.text) : read_number(token.text);
    if (!literal.error.empty()) fail(literal.error);
    auto* node = make<ConstantNode>(NodeType::number, token.pos);
    node->text = token.text;
    node->value = literal.value ? &file_.constants.emplace_back(*literal.value) : nullptr;
    return node;
  }

  ParsedFile& file_;
  const FunctionTable& functions_;
  const Limits& limits_;
  Lexer lexer_;
  StackGuard stack_;
  std::array<Token, 3> tokens_{};
  std::size_t peek_count_ = 0;
  std::vector<std::string_view> variables_{"$"};
  int range_depth_ = 0;
  int action_line_ = 0;
  int nesting_ = 0;
};

}  // namespace

std::unique_ptr<ParsedFile> parse_file(const std::string& name, std::string_view text,
                                       const FunctionTable& functions, const Limits& limits) {
  auto file = std::make_unique<ParsedFile>();
  file->name = name;
  file->text = text;
  if (text.size() > UINT32_MAX)
    throw Error(ErrorCode::bad_input, "template: " + name + ": more than 4 GiB of text");
  Parser(*file, functions, limits).run();
  return file;
}

}  // namespace gimlet::tmpl
