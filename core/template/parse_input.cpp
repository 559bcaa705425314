#include "core/template/parse_input.hpp"

#include "core/go/strconv.hpp"
#include "core/util/error.hpp"

namespace gimlet::tmpl {
namespace {

constexpr std::size_t kMaxParseStack = std::size_t{2} * 1024 * 1024;

}  // namespace

ParseInput::ParseInput(ParsedFile& file, const FunctionTable& functions, const Limits& limits)
    : file_(file), limits_(limits), lexer_(*file.text), stack_(kMaxParseStack) {
  lexer_.break_is_keyword = functions.find("break") == nullptr;
  lexer_.continue_is_keyword = functions.find("continue") == nullptr;
}

void ParseInput::backup2(const Token& first) {
  tokens_[1] = first;
  peek_count_ = 2;
}

void ParseInput::backup3(const Token& first, const Token& second) {
  tokens_[1] = second;
  tokens_[2] = first;
  peek_count_ = 3;
}

Token ParseInput::expect(TokenType type, std::string_view context) {
  const Token token = next_non_space();
  if (token.type != type) unexpected(token, context);
  return token;
}

std::string ParseInput::unquote(const Token& token) const {
  auto text = go::unquote(token.text);
  if (!text) fail("invalid syntax");
  return *std::move(text);
}

void ParseInput::fail(const std::string& message) const {
  const int line = tokens_[0].line;
  throw Error(ErrorCode::bad_input, "template: " + file_.name + ":" + std::to_string(line) + ": " + message)
      .at({file_.name, line, 0});
}

void ParseInput::unexpected(const Token& token, std::string_view context) const {
  if (token.type != TokenType::error) fail("unexpected " + describe(token) + " in " + std::string(context));
  std::string message(token.text);
  if (action_line != 0 && action_line != token.line) {
    message += message.ends_with(" action") ? " started at " : " in action started at ";
    message += file_.name + ":" + std::to_string(action_line);
  }
  fail(message);
}

ParseInput::Nesting::Nesting(ParseInput& input) : input_(input) {
  if (++input.nesting_ > input.limits_.max_nesting || input.stack_.exhausted()) {
    input.fail("nested too deeply");
  }
}

}  // namespace gimlet::tmpl
