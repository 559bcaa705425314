#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// The tokens of a template, as Go's text/template/parse/lex.go finds them.
namespace gimlet::tmpl {

enum class TokenType : std::uint8_t {
  error,  // text() is the message
  boolean,
  character,  // a printable ASCII character, such as ','
  char_constant,
  comment,
  complex,
  assign,
  declare,
  eof,
  field,
  identifier,
  left_delim,
  left_paren,
  number,
  pipe,
  raw_string,
  right_delim,
  right_paren,
  space,
  string,
  text,
  variable,
  keyword,  // the first of the keywords is the next one
  block,
  break_,
  continue_,
  dot,
  define,
  else_,
  end,
  if_,
  nil,
  range,
  template_,
  with
};

struct Token {
  TokenType type = TokenType::eof;
  std::uint32_t pos = 0;
  int line = 1;
  std::string_view text;
};

// Describes a token in a message: "\"abc\"", "<if>", "EOF".
std::string describe(const Token& token);

// Hands out the tokens of a text one by one; after an error or the end, always that again.
class Lexer {
 public:
  explicit Lexer(std::string_view input) : input_(input) {}

  Token next();

  // Whether {{break}} and {{continue}} are keywords: not if functions of those names exist.
  bool break_is_keyword = true;
  bool continue_is_keyword = true;

 private:
  Token lex_text();
  Token lex_left_delim(bool& skipped);
  bool skip_comment(Token& error);
  Token lex_right_delim();
  Token lex_inside_action();
  Token lex_space();
  Token lex_identifier();
  Token lex_name(TokenType type);
  Token lex_quoted(char quote);
  Token lex_raw_quoted();
  Token lex_number();
  bool scan_number();

  [[nodiscard]] bool at(std::string_view what) const { return input_.substr(pos_).starts_with(what); }
  bool at_right_delim(bool& trim) const;
  [[nodiscard]] bool at_right_trim(std::size_t pos) const;
  [[nodiscard]] bool at_terminator() const;
  bool accept(std::string_view set);
  void accept_run(std::string_view set);
  void skip_alphanumeric();
  void trim_after_action();

  Token emit(TokenType type);        // what has been passed over, which has no line breaks
  Token emit_lines(TokenType type);  // which may have some
  Token fail(std::string message);
  void ignore();

  std::string_view input_;
  std::size_t pos_ = 0;
  std::size_t start_ = 0;
  int start_line_ = 1;
  int paren_depth_ = 0;
  bool inside_ = false;
  bool failed_ = false;
  std::string message_;
  Token error_;
};

}  // namespace gimlet::tmpl
