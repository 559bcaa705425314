#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gimlet::toml {

// What is wrong with a TOML text, and where.
struct Fault {
  int line = 0;        // as BurntSushi/toml counts
  std::size_t at = 0;  // the offset in the text
  std::string message;
};

struct Token {
  enum class Kind : std::uint8_t { text, integer, floating, boolean, datetime, array, table };
  Kind kind = Kind::text;
  std::string text;    // of a string, with its escapes resolved
  int line = 0;        // where it ends
  std::size_t at = 0;  // the offset where it begins
};

// Reads the characters of a TOML text: strings, numbers, keys and what stands between them, one after the
// other. Every step throws Fault for what BurntSushi/toml's lexer refuses, with its words and its idea of
// the line.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  // What stands at the beginning of a line.
  enum class Line : std::uint8_t { end, table, key };
  // Skips empty lines and comments; a table's '[' is taken.
  Line begin_line();
  // Nothing but a comment may follow up to the end of the line.
  void end_line();

  // Whether the '[' taken is followed by another one, which is taken.
  bool is_table_array();
  // A part of a table's name, and whether another one follows. The last takes the ']' or "]]".
  Token table_name();
  bool more_table_name();
  void end_table_array();

  // A part of a key, and whether another one follows. The last takes the '='.
  void begin_key();
  Token key_part();
  bool more_key();

  // A value, or the beginning of an array or an inline table.
  Token value();
  // Inside an array, or an inline table: false at its end, which is taken.
  bool next_element(bool first);
  bool next_entry(bool first);

 private:
  char32_t next();
  void back();
  char32_t peek();
  bool accept(char32_t wanted);
  void skip_blanks();
  void comment();
  [[nodiscard]] std::string current() const { return std::string(text_.substr(start_, at_ - start_)); }
  [[nodiscard]] Token token(Token::Kind kind, std::string text) const;
  Token name();
  // The offset of the character read last.
  [[nodiscard]] std::size_t last_at() const { return at_end_ ? at_ : at_ - width_; }
  Token number(Token::Kind kind);
  bool next_item(bool first, char32_t end, const char* words);

  [[noreturn]] void fail(const std::string& message) const;
  [[noreturn]] void fail_in_line_before(const std::string& message) const;
  [[noreturn]] void fail_got(const std::string& expected, char32_t got, const std::string& after = "") const;

  Token bare();
  Token quoted_name();
  Token text(char32_t quote);
  Token lines(char32_t quote);
  bool closes_lines(char32_t quote);
  void escape();
  void hex_digits(int count, const char* words);
  Token word_or_float();
  Token word();
  Token signed_number();
  Token number_or_date();
  Token zero_or_date();
  Token decimal();
  Token floating();
  Token datetime();
  Token based(char32_t base);
  [[nodiscard]] std::string unescaped(std::string_view text) const;

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t start_ = 0;  // of the token that is read
  std::size_t width_ = 0;  // of the character read last
  int line_ = 1;
  bool at_end_ = false;  // the end was read
};

}  // namespace gimlet::toml
