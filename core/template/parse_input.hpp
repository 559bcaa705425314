#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/template/ast.hpp"
#include "core/template/lexer.hpp"
#include "core/template/template.hpp"
#include "core/util/stack_guard.hpp"

namespace gimlet::tmpl {

// What the parts of the parser share: the tokens of one text with a look-ahead of three, the nodes made of
// them, which live in the file's arena, and how it fails.
class ParseInput {
 public:
  ParseInput(ParsedFile& file, const FunctionTable& functions, const Limits& limits);

  // ---- tokens

  // What is returned is good until the next call.
  const Token& next() {
    if (peek_count_ > 0) return tokens_.at(--peek_count_);
    return tokens_[0] = lexer_.next();
  }
  const Token& peek() {
    if (peek_count_ > 0) return tokens_.at(peek_count_ - 1);
    peek_count_ = 1;
    return tokens_[0] = lexer_.next();
  }
  // Takes back the last token, or it and those that were read before it (first: the earliest).
  void backup() { ++peek_count_; }
  void backup2(const Token& first);
  void backup3(const Token& first, const Token& second);
  const Token& next_non_space() {
    const Token* token = &next();
    while (token->type == TokenType::space) token = &next();
    return *token;
  }
  const Token& peek_non_space() {
    const Token& token = next_non_space();
    backup();
    return token;
  }
  // The next token that is no space. Fails, with `context` in the message, if it is of another type.
  Token expect(TokenType type, std::string_view context);
  // A string token's text without its quotes.
  [[nodiscard]] std::string unquote(const Token& token) const;

  // ---- nodes

  template <class T>
  T* make(NodeType type, std::uint32_t pos) {
    static_assert(std::is_trivially_destructible_v<T>);
    T* node = new (file_.arena.allocate(sizeof(T), alignof(T))) T{};
    node->type = type;
    node->pos = pos;
    return node;
  }

  // A copy of the items that lives as long as the nodes.
  template <class T>
  std::span<const T> keep(std::span<const T> items) {
    if (items.empty()) return {};
    // NOLINTNEXTLINE(bugprone-sizeof-expression): T may well be a pointer
    T* copy = static_cast<T*>(file_.arena.allocate(items.size() * sizeof(T), alignof(T)));
    std::uninitialized_copy(items.begin(), items.end(), copy);
    return {copy, items.size()};
  }

  template <class T>
  std::span<const T> keep(const std::vector<T>& items) {
    return keep(std::span<const T>(items));
  }

  std::span<const std::string_view> keep_one(std::string_view item) {
    return keep(std::span<const std::string_view>(&item, 1));
  }

  // A value that lives as long as the nodes.
  const Value* keep(Value value) { return &file_.constants.emplace_back(std::move(value)); }

  // ---- errors

  // Throws bad_input with Go's "template: name:line: message" and the position.
  [[noreturn]] void fail(const std::string& message) const;
  // The token does not belong in what `context` names.
  [[noreturn]] void unexpected(const Token& token, std::string_view context) const;

  // Counts nested blocks and parentheses, and fails when they are too many.
  class Nesting {
   public:
    explicit Nesting(ParseInput& input);
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;
    ~Nesting() { --input_.nesting_; }

   private:
    ParseInput& input_;
  };

  int action_line = 0;  // where the action that is being read began; 0 outside of one

 private:
  ParsedFile& file_;
  const Limits& limits_;
  Lexer lexer_;
  StackGuard stack_;
  std::array<Token, 3> tokens_{};
  std::size_t peek_count_ = 0;
  int nesting_ = 0;
};

}  // namespace gimlet::tmpl
