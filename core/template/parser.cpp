#include "core/template/parser.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "core/go/strconv.hpp"
#include "core/template/pipeline_parser.hpp"
#include "core/util/error.hpp"

namespace gimlet::tmpl {
namespace {

// A recursive descent over the tokens, with the grammar, the look-ahead and the messages of Go's
// text/template/parse: templates, lists and actions here, what stands inside an action in PipelineParser.
class Parser {
 public:
  Parser(ParsedFile& file, const FunctionTable& functions, const Limits& limits)
      : file_(file), input_(file, functions, limits), pipelines_(input_, functions) {}

  void run() {
    const auto pos = input_.peek().pos;
    while (input_.peek().type != TokenType::eof) {
      if (input_.peek().type == TokenType::left_delim) {
        const Token delim = input_.next();
        if (input_.next_non_space().type == TokenType::define) {
          definition();
          continue;
        }
        input_.backup2(delim);
      }
      const Node* node = text_or_action();
      if (node->type == NodeType::end || node->type == NodeType::else_) {
        input_.fail("unexpected " + to_text(*node));
      }
      nodes_.push_back(node);
    }
    add_definition(file_.name, make_list(pos, 0));
  }

 private:
  // ---- templates

  // What a definition or block begins anew and its end gives back.
  struct Scope {
    std::vector<std::string_view> variables;
    int range_depth;
    int action_line;
  };
  Scope enter_template() {
    Scope outer{std::move(pipelines_.variables), range_depth_, input_.action_line};
    pipelines_.variables = {"$"};
    range_depth_ = 0;
    input_.action_line = 0;
    return outer;
  }
  void leave_template(Scope&& outer) {
    pipelines_.variables = std::move(outer.variables);
    range_depth_ = outer.range_depth;
    input_.action_line = outer.action_line;
  }

  void definition() {
    constexpr std::string_view kContext = "define clause";
    const std::string_view name = template_name(input_.next_non_space(), kContext);
    input_.expect(TokenType::right_delim, kContext);
    Scope outer = enter_template();
    add_definition(name, body_until_end(kContext));
    leave_template(std::move(outer));
  }

  const ListNode* body_until_end(std::string_view context) {
    const auto [list, end] = item_list();
    if (end->type != NodeType::end)
      input_.fail("unexpected " + to_text(*end) + " in " + std::string(context));
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
      input_.fail("template: multiple definition of template " + go::quote(name));
    }
  }

  std::string_view template_name(const Token& token, std::string_view context) {
    if (token.type != TokenType::string && token.type != TokenType::raw_string)
      input_.unexpected(token, context);
    return file_.names.emplace_back(input_.unquote(token));
  }

  // ---- lists and actions

  std::pair<const ListNode*, const Node*> item_list() {
    const ParseInput::Nesting nesting(input_);
    const std::size_t first = nodes_.size();
    const auto pos = input_.peek_non_space().pos;
    while (input_.peek_non_space().type != TokenType::eof) {
      const Node* node = text_or_action();
      if (node->type == NodeType::end || node->type == NodeType::else_) return {make_list(pos, first), node};
      nodes_.push_back(node);
    }
    input_.fail("unexpected EOF");
  }

  const Node* text_or_action() {
    const Token token = input_.next_non_space();
    if (token.type == TokenType::text) {
      auto* node = input_.make<TextNode>(NodeType::text, token.pos);
      node->text = token.text;
      return node;
    }
    if (token.type != TokenType::left_delim) input_.unexpected(token, "input");
    input_.action_line = token.line;
    const Node* node = action();
    input_.action_line = 0;
    return node;
  }

  const Node* action() {
    const Token token = input_.next_non_space();
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
        return input_.make<Node>(NodeType::end, input_.expect(TokenType::right_delim, "end").pos);
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
    input_.backup();
    auto* node = input_.make<ActionNode>(NodeType::action, input_.peek().pos);
    node->pipe = pipelines_.pipeline("command", TokenType::right_delim);
    return node;
  }

  const Node* loop_control(const Token& keyword, NodeType type, const std::string& text) {
    const Token token = input_.next_non_space();
    if (token.type != TokenType::right_delim) input_.unexpected(token, text);
    if (range_depth_ == 0) input_.fail(text + " outside {{range}}");
    return input_.make<Node>(type, keyword.pos);
  }

  const Node* else_clause() {
    const Token token = input_.peek_non_space();
    if (token.type == TokenType::if_ || token.type == TokenType::with) {
      return input_.make<Node>(NodeType::else_, token.pos);  // "else if": the caller goes on with it
    }
    return input_.make<Node>(NodeType::else_, input_.expect(TokenType::right_delim, "else").pos);
  }

  // if, range or with; `chained` is the keyword that may follow its else.
  const Node* branch(NodeType type, const std::string& context, TokenType chained) {
    const ParseInput::Nesting nesting(input_);
    const std::size_t mark = pipelines_.variables.size();
    const PipeNode* pipe = pipelines_.pipeline(context, TokenType::right_delim);
    if (type == NodeType::range) ++range_depth_;
    const auto [list, next_node] = item_list();
    if (type == NodeType::range) --range_depth_;
    auto* node = input_.make<BranchNode>(type, pipe->pos);
    node->pipe = pipe;
    node->list = list;
    node->else_list = nullptr;
    if (next_node->type == NodeType::else_) {
      if (chained != TokenType::eof && input_.peek().type == chained) {
        input_.next();
        const std::size_t first = nodes_.size();
        nodes_.push_back(branch(type, context, chained));
        node->else_list = make_list(next_node->pos, first);
      } else {
        const auto [else_list, end] = item_list();
        if (end->type != NodeType::end) input_.fail("expected end; found " + to_text(*end));
        node->else_list = else_list;
      }
    }
    pipelines_.variables.resize(mark);
    return node;
  }

  const Node* block() {
    constexpr std::string_view kContext = "block clause";
    const Token token = input_.next_non_space();
    auto* node = input_.make<TemplateNode>(NodeType::template_, token.pos);
    node->name = template_name(token, kContext);
    node->pipe = pipelines_.pipeline(kContext, TokenType::right_delim);
    Scope outer = enter_template();
    add_definition(node->name, body_until_end(kContext));
    leave_template(std::move(outer));
    return node;
  }

  const Node* template_call() {
    constexpr std::string_view kContext = "template clause";
    const Token token = input_.next_non_space();
    auto* node = input_.make<TemplateNode>(NodeType::template_, token.pos);
    node->name = template_name(token, kContext);
    node->pipe = nullptr;
    if (input_.next_non_space().type != TokenType::right_delim) {
      input_.backup();
      node->pipe = pipelines_.pipeline(kContext, TokenType::right_delim);
    }
    return node;
  }

  // Of the nodes from `first` on, which are taken off the end.
  const ListNode* make_list(std::uint32_t pos, std::size_t first) {
    auto* list = input_.make<ListNode>(NodeType::list, pos);
    list->nodes = input_.keep(std::span<const Node* const>(nodes_).subspan(first));
    nodes_.resize(first);
    return list;
  }

  ParsedFile& file_;
  ParseInput input_;
  PipelineParser pipelines_;
  std::vector<const Node*> nodes_;  // of the lists that are being read, the innermost's behind the others'
  int range_depth_ = 0;
};

}  // namespace

std::unique_ptr<ParsedFile> parse_file(const std::string& name, std::shared_ptr<const std::string> text,
                                       const FunctionTable& functions, const Limits& limits) {
  auto file = std::make_unique<ParsedFile>();
  file->name = name;
  file->text = std::move(text);
  if (file->text->size() > UINT32_MAX)
    throw Error(ErrorCode::bad_input, "template: " + name + ": more than 4 GiB of text");
  Parser(*file, functions, limits).run();
  return file;
}

}  // namespace gimlet::tmpl
