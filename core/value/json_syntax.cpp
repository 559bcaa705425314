#include "core/value/json_syntax.hpp"

#include <cstddef>
#include <vector>

#include "core/go/strconv.hpp"

namespace gimlet {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Walks over one document with the states of Go's scanner, keeping the open brackets on a stack of its own.
// Every step returns false once an error was found.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::string error() {
    if (document()) return "";
    if (at_ < text_.size()) return "invalid character " + quoted(text_[at_]) + " " + context_;
    // Go looks whether a space would end what it is in.
    return inside_token_ ? "invalid character ' ' " + context_ : "unexpected end of JSON input";
  }

 private:
  static std::string quoted(char c) {
    if (c == '\'') return R"('\'')";
    if (c == '"') return "'\"'";
    return go::quote_rune(static_cast<char32_t>(static_cast<unsigned char>(c)));
  }

  bool fail(std::string context) {
    context_ = std::move(context);
    return false;
  }

  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  [[nodiscard]] bool at(char c) const { return at_ < text_.size() && text_[at_] == c; }

  bool take(char c) {
    if (!at(c)) return false;
    ++at_;
    return true;
  }

  bool document() {
    do {
      if (!value_or_opening()) return false;
      if (!after_value()) return false;
    } while (!open_.empty());
    skip_space();
    return at_ == text_.size() || fail("after top-level value");
  }

  // A scalar, an empty collection, or the beginning of collections up to the first scalar.
  bool value_or_opening() {
    for (;;) {
      skip_space();
      if (take('[')) {
        skip_space();
        if (take(']')) return true;
        open_.push_back('[');
      } else if (take('{')) {
        skip_space();
        if (take('}')) return true;
        open_.push_back('{');
        if (!key()) return false;
      } else {
        return scalar();
      }
    }
  }

  // The closing brackets behind a value, up to where the next value begins.
  bool after_value() {
    while (!open_.empty()) {
      const bool object = open_.back() == '{';
      skip_space();
      if (take(',')) return !object || key();
      if (!take(object ? '}' : ']'))
        return fail(object ? "after object key:value pair" : "after array element");
      open_.pop_back();
    }
    return true;
  }

  bool key() {
    skip_space();
    if (!take('"')) return fail("looking for beginning of object key string");
    if (!string()) return false;
    skip_space();
    return take(':') || fail("after object key");
  }

  bool scalar() {
    if (take('"')) return string();
    if (at('-') || (at_ < text_.size() && is_digit(text_[at_]))) return to_its_end(&Scanner::number);
    for (const std::string_view word : {"true", "false", "null"}) {
      if (at(word[0])) return literal(word);
    }
    return fail("looking for beginning of value");
  }

  bool literal(std::string_view word) {
    inside_token_ = true;
    for (const char c : word) {
      if (!take(c)) return fail("in literal " + std::string(word) + " (expecting " + quoted(c) + ")");
    }
    inside_token_ = false;
    return true;
  }

  bool string() {
    const auto is_plain = [](char c) {
      return c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20;
    };
    for (;;) {
      while (at_ < text_.size() && is_plain(text_[at_])) ++at_;
      if (take('"')) return true;
      if (at_ >= text_.size() || static_cast<unsigned char>(text_[at_]) < 0x20)
        return fail("in string literal");
      ++at_;  // a backslash
      if (!to_its_end(&Scanner::escape)) return false;
    }
  }

  // A step of which Go wants to see the end even at the end of the text.
  bool to_its_end(bool (Scanner::*step)()) {
    inside_token_ = true;
    const bool ok = (this->*step)();
    if (ok) inside_token_ = false;
    return ok;
  }

  bool escape() {
    if (take('u')) {
      for (int i = 0; i < 4; ++i, ++at_) {
        if (at_ >= text_.size() || !is_hex(text_[at_])) return fail("in \\u hexadecimal character escape");
      }
      return true;
    }
    const bool known =
        at_ < text_.size() && std::string_view("bfnrt\\/\"").find(text_[at_]) != std::string_view::npos;
    if (!known) return fail("in string escape code");
    ++at_;
    return true;
  }

  bool digits(const char* context) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    return at_ > begin || fail(context);
  }

  bool number() {
    take('-');
    if (!take('0') && !digits("in numeric literal")) return false;
    if (take('.') && !digits("after decimal point in numeric literal")) return false;
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      return digits("in exponent of numeric literal");
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<char> open_;
  std::string context_;
  bool inside_token_ = false;  // where not even a space may follow
};

}  // namespace

std::string json_syntax_error(std::string_view text) {
  return Scanner(text).error();
}

}  // namespace gimlet
