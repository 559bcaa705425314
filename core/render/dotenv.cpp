#include "core/render/dotenv.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::render {
namespace {

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_name_char(char c) {
  return is_name_start(c) || (c >= '0' && c <= '9') || c == '.' || c == '-';
}
bool is_expanded_char(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}
bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

class Reader {
 public:
  Reader(std::string_view text, const std::string& source) : text_(text), source_(source) {}

  model::Variables read() {
    while (skip_to_name()) {
      std::string name = read_name();
      variables_.insert_or_assign(std::move(name), read_value());
    }
    return std::move(variables_);
  }

 private:
  [[nodiscard]] bool at_end() const { return position_ == text_.size(); }
  [[nodiscard]] bool at(char c) const { return !at_end() && text_[position_] == c; }
  void skip_blanks() {
    while (!at_end() && is_blank(text_[position_])) ++position_;
  }
  void skip_line() { position_ = std::min(text_.find('\n', position_), text_.size()); }

  // Past empty lines and comments; false at the end.
  bool skip_to_name() {
    while (true) {
      skip_blanks();
      if (at_end()) return false;
      if (at('#')) skip_line();
      if (!at('\n')) return !at_end();
      ++position_;
    }
  }

  std::string read_name() {
    constexpr std::string_view keyword = "export";
    const std::string_view rest = text_.substr(position_);
    if (rest.substr(0, keyword.size()) == keyword && rest.size() > keyword.size() &&
        is_blank(rest[keyword.size()])) {
      position_ += keyword.size();
      skip_blanks();
    }
    const std::size_t begin = position_;
    if (at_end() || !is_name_start(text_[position_]))
      fail("a variable's name must begin with a letter or \"_\"");
    while (!at_end() && is_name_char(text_[position_])) ++position_;
    std::string name(text_.substr(begin, position_ - begin));
    skip_blanks();
    if (!at('=')) fail(fmt::format("\"=\" must follow the name \"{}\"", name));
    ++position_;
    return name;
  }

  std::string read_value() {
    skip_blanks();
    if (!at('"') && !at('\'')) return expanded(read_plain());
    std::string value = at('"') ? expanded(read_double_quoted()) : read_single_quoted();
    skip_blanks();
    if (at('#')) skip_line();
    if (!at_end() && !at('\n')) fail("text behind the closing quote");
    return value;
  }

  std::string read_plain() {
    const std::size_t begin = position_;
    skip_line();
    std::string_view value = text_.substr(begin, position_ - begin);
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (value[i] == '#' && (i == 0 || is_blank(value[i - 1]))) value = value.substr(0, i);
    }
    return std::string(trim(value));
  }

  std::string read_single_quoted() {
    const std::size_t begin = position_ + 1;
    const std::size_t end = text_.find('\'', begin);
    if (end == std::string_view::npos) fail("the quote is not closed");
    position_ = end + 1;
    return std::string(text_.substr(begin, end - begin));
  }

  std::string read_double_quoted() {
    const std::size_t opened = position_++;
    std::string value;
    while (!at('"')) {
      if (at_end()) {
        position_ = opened;
        fail("the quote is not closed");
      }
      value += at('\\') ? read_escape() : std::string(1, text_[position_++]);
    }
    ++position_;
    return value;
  }

  // An escape that is none stays as it is written.
  std::string read_escape() {
    ++position_;
    if (at_end()) return "\\";
    const char c = text_[position_++];
    switch (c) {
      case 'n':
        return "\n";
      case 'r':
        return "\r";
      case 't':
        return "\t";
      case '"':
      case '\\':
        return {c};
      default:
        return {'\\', c};
    }
  }

  // godotenv's expandVariables, whose pattern is (\\)?(\$)(\()?\{?([A-Z0-9_]+)?\}?: a match with a name gives
  // the value of an earlier line, or nothing; one behind a backslash or before "(" loses its first character,
  // and any other match stays.
  [[nodiscard]] std::string expanded(const std::string& text) const {
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
      const bool escaped = text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '$';
      if (!escaped && text[i] != '$') {
        result += text[i++];
        continue;
      }
      const std::size_t begin = i;
      i += escaped ? 2 : 1;
      const auto skip = [&](char c) {
        const bool there = i < text.size() && text[i] == c;
        if (there) ++i;
        return there;
      };
      const bool command = skip('(');
      skip('{');
      const std::size_t name = i;
      while (i < text.size() && is_expanded_char(text[i])) ++i;
      const std::size_t name_end = i;
      skip('}');
      if (escaped || command) {
        result += text.substr(begin + 1, i - begin - 1);
      } else if (name_end == name) {
        result += text.substr(begin, i - begin);
      } else if (const auto known = variables_.find(text.substr(name, name_end - name));
                 known != variables_.end()) {
        result += known->second;
      }
    }
    return result;
  }

  [[noreturn]] void fail(const std::string& problem) const {
    Position position{source_, 1, 1};
    for (const char c : text_.substr(0, position_)) {
      position.line += c == '\n' ? 1 : 0;
      position.column = c == '\n' ? 1 : position.column + 1;
    }
    throw Error(ErrorCode::bad_input, problem)
        .at(std::move(position))
        .hint("write NAME=value, one on a line");
  }

  std::string_view text_;
  const std::string& source_;
  std::size_t position_ = 0;
  model::Variables variables_;  // of the lines so far
};

}  // namespace

model::Variables parse_dotenv(std::string_view text, const std::string& source) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (text.substr(0, mark.size()) == mark) text.remove_prefix(mark.size());
  if (!is_valid_utf8(text)) throw Error(ErrorCode::bad_input, "the text is not UTF-8").at({source});
  return Reader(text, source).read();
}

}  // namespace gimlet::render
