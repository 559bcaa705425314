#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gimlet::sprig {

// What is wrong with a TOML text, and in which line.
struct TomlFault {
  int line = 0;
  std::string message;
};

struct TomlToken {
  enum class Kind : std::uint8_t { text, integer, floating, boolean, datetime, array, table };
  Kind kind = Kind::text;
  std::string text;  // of a string, with its escapes resolved
  int line = 0;      // where it ends
};

// Reads the characters of a TOML text: strings, numbers, keys and what stands between them, one after the
// other. Every step throws TomlFault for what BurntSushi/toml's lexer refuses, with its words and its idea of
// the line.
class TomlScanner {
 public:
  explicit TomlScanner(std::string_view text) : text_(text) {}

  // What stands at the beginning of a line.
  enum class Line : std::uint8_t { end, table, key };
  // Skips empty lines and comments; a table's '[' is taken.
  Line begin_line();
  // Nothing but a comment may follow up to the end of the line.
  void end_line();

  // Whether the '[' taken is followed by another one, which is taken.
  bool is_table_array();
  // A part of a table's name, and whether another one follows. The last takes the ']' or "]]".
  TomlToken table_name();
  bool more_table_name();
  void end_table_array();

  // A part of a key, and whether another one follows. The last takes the '='.
  void begin_key();
  TomlToken key_part();
  bool more_key();

  // A value, or the beginning of an array or an inline table.
  TomlToken value();
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
  [[nodiscard]] TomlToken token(TomlToken::Kind kind, std::string text) const;
  TomlToken number(TomlToken::Kind kind);

  [[noreturn]] void fail(const std::string& message) const;
  [[noreturn]] void fail_in_line_before(const std::string& message) const;
  [[noreturn]] void fail_got(const std::string& expected, char32_t got, const std::string& after = "") const;

  TomlToken bare();
  TomlToken quoted_name();
  TomlToken text(char32_t quote);
  TomlToken lines(char32_t quote);
  bool closes_lines(char32_t quote);
  void escape();
  void hex_digits(int count, const char* words);
  TomlToken word_or_float();
  TomlToken word();
  TomlToken signed_number();
  TomlToken number_or_date();
  TomlToken zero_or_date();
  TomlToken decimal();
  TomlToken floating();
  TomlToken datetime();
  TomlToken based(char32_t base);
  [[nodiscard]] std::string unescaped(std::string_view text) const;

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t start_ = 0;  // of the token that is read
  std::size_t width_ = 0;  // of the character read last
  int line_ = 1;
  bool at_end_ = false;  // the end was read
};

}  // namespace gimlet::sprig
