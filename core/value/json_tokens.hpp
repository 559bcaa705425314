#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "core/value/json_syntax.hpp"

namespace gimlet {

// Takes a JSON text apart, as encoding/json does. Every function that takes something throws Malformed where
// the text is not what it has to be.
class JsonTokens {
 public:
  // Says no more: json_syntax_error has Go's words.
  struct Malformed : std::runtime_error {
    Malformed() : std::runtime_error("malformed JSON") {}
  };

  explicit JsonTokens(std::string_view text) : text_(text) {}

  // The first character of the next token, NUL at the end; white space is passed over.
  char peek() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  // Takes a bracket, a comma or a colon if it is the next token.
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!take(c)) throw Malformed();
  }
  // At its first character: "true", "false", "null".
  void word(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) throw Malformed();
    at_ += word.size();
  }
  void expect_end() {
    peek();
    if (at_ < text_.size()) throw Malformed();
  }

  // The next token, a string: its text. Bytes that are not UTF-8 and lone surrogates are U+FFFD.
  std::string string();
  // The same as a part of the text; nullopt, with nothing taken, where it is not written as it is.
  std::optional<std::string_view> plain_string();
  // The next token, a number: as it is written.
  std::string_view number();

 private:
  static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
  void escape(std::string& result);
  char32_t code_unit();
  void digits();

  std::string_view text_;
  std::size_t at_ = 0;
};

// Reads a value, a token at a time. What it becomes is the maker's business: it has the type Node, null(),
// boolean(bool), string(Text), number(std::string_view), object() and array() for collections that are filled
// by put(Node&, Text, Node) and put(Node&, Node) and ended by end_object(Node&), text(JsonTokens&) for the
// Text of a string that is the next token, and check_depth() for a collection that lies in so many others.
template <class Maker>
typename Maker::Node read_json_value(JsonTokens& tokens, Maker& maker, std::size_t depth = 0) {
  switch (tokens.peek()) {
    case '{': {
      maker.check_depth(depth);
      auto object = maker.object();
      tokens.expect('{');
      if (!tokens.take('}')) {
        do {
          auto name = maker.text(tokens);
          tokens.expect(':');
          maker.put(object, std::move(name), read_json_value(tokens, maker, depth + 1));
        } while (tokens.take(','));
        tokens.expect('}');
      }
      maker.end_object(object);
      return object;
    }
    case '[': {
      maker.check_depth(depth);
      auto array = maker.array();
      tokens.expect('[');
      if (!tokens.take(']')) {
        do {
          maker.put(array, read_json_value(tokens, maker, depth + 1));
        } while (tokens.take(','));
        tokens.expect(']');
      }
      return array;
    }
    case '"':
      return maker.string(maker.text(tokens));
    case 't':
      tokens.word("true");
      return maker.boolean(true);
    case 'f':
      tokens.word("false");
      return maker.boolean(false);
    case 'n':
      tokens.word("null");
      return maker.null();
    default:
      return maker.number(tokens.number());
  }
}

// Reads a text that is one value. Where it is not, the maker's malformed(problem) throws what is to be
// thrown, given json_syntax_error's words: before anything that the maker finds wrong, as if it had been
// looked for first.
template <class Maker>
typename Maker::Node read_json_text(std::string_view text, Maker& maker) {
  try {
    JsonTokens tokens(text);
    auto node = read_json_value(tokens, maker);
    tokens.expect_end();
    return node;
  } catch (const std::exception&) {
    if (const std::string problem = json_syntax_error(text); !problem.empty()) maker.malformed(problem);
    throw;
  }
}

}  // namespace gimlet
