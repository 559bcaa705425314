#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace gimlet {

// Takes a JSON text apart, as encoding/json does. The text's syntax must be right (json_syntax_error):
// nothing is checked here.
class JsonTokens {
 public:
  explicit JsonTokens(std::string_view text) : text_(text) {}

  // The first character of the next token; white space is passed over.
  char peek() {
    while (is_space(text_[at_])) ++at_;
    return text_[at_];
  }
  // Takes so many characters: a bracket, a comma, a colon, a word.
  void skip(std::size_t count) { at_ += count; }
  // Takes it if it is the next one.
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }

  // At a quote: the string's text. Bytes that are not UTF-8 and lone surrogates are U+FFFD.
  std::string string();
  // The same as a part of the text; nullopt, with nothing taken, where it is not written as it is.
  std::optional<std::string_view> plain_string();
  // At a number: as it is written.
  std::string_view number();

 private:
  static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
  void escape(std::string& result);
  char32_t code_unit();

  std::string_view text_;
  std::size_t at_ = 0;
};

// Reads a value, a token at a time. What it becomes is the maker's business: it has the type Node, null(),
// boolean(bool), string(Text), number(std::string_view), object() and array() for collections that are filled
// by put(Node&, Text, Node) and put(Node&, Node) and ended by end_object(Node&), text(JsonTokens&) for the
// Text of a string that is the next token, and check_depth() for a collection that lies in so many others.
template <class Maker>
typename Maker::Node read_json(JsonTokens& tokens, Maker& maker, std::size_t depth = 0) {
  switch (tokens.peek()) {
    case '{': {
      maker.check_depth(depth);
      auto object = maker.object();
      tokens.skip(1);
      while (!tokens.take('}')) {
        tokens.take(',');
        tokens.peek();
        auto name = maker.text(tokens);
        tokens.take(':');
        maker.put(object, std::move(name), read_json(tokens, maker, depth + 1));
      }
      maker.end_object(object);
      return object;
    }
    case '[': {
      maker.check_depth(depth);
      auto array = maker.array();
      tokens.skip(1);
      while (!tokens.take(']')) {
        tokens.take(',');
        maker.put(array, read_json(tokens, maker, depth + 1));
      }
      return array;
    }
    case '"':
      return maker.string(maker.text(tokens));
    case 't':
      tokens.skip(std::string_view("true").size());
      return maker.boolean(true);
    case 'f':
      tokens.skip(std::string_view("false").size());
      return maker.boolean(false);
    case 'n':
      tokens.skip(std::string_view("null").size());
      return maker.null();
    default:
      return maker.number(tokens.number());
  }
}

}  // namespace gimlet
