#pragma once

#include <cstddef>
#include <string>
#include <string_view>

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
  // At a number: as it is written.
  std::string_view number();

 private:
  static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
  void escape(std::string& result);
  char32_t code_unit();

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace gimlet
