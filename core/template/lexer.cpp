#include "core/template/lexer.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "core/go/strconv.hpp"
#include "core/util/unicode.hpp"

namespace gimlet::tmpl {
namespace {

constexpr std::size_t kTrimMarker = 2;  // "- " or " -"

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

int count_lines(std::string_view text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

constexpr std::array<std::pair<std::string_view, TokenType>, 13> kKeywords{
    {{"block", TokenType::block},
     {"break", TokenType::break_},
     {"continue", TokenType::continue_},
     {"define", TokenType::define},
     {"else", TokenType::else_},
     {"end", TokenType::end},
     {"if", TokenType::if_},
     {"nil", TokenType::nil},
     {"range", TokenType::range},
     {"template", TokenType::template_},
     {"with", TokenType::with},
     {"true", TokenType::boolean},
     {"false", TokenType::boolean}}};

// What a name in a template is made of.
bool is_alphanumeric(char32_t c) {
  return unicode::is_letter(c) || unicode::is_digit(c) || c == '_';
}

constexpr std::array<bool, 128> ascii_alphanumeric() {
  std::array<bool, 128> is{};
  for (char c = '0'; c <= '9'; ++c) is.at(static_cast<std::size_t>(c)) = true;
  for (char c = 'a'; c <= 'z'; ++c) is.at(static_cast<std::size_t>(c)) = true;
  for (char c = 'A'; c <= 'Z'; ++c) is.at(static_cast<std::size_t>(c)) = true;
  is.at('_') = true;
  return is;
}
constexpr std::array<bool, 128> kAsciiAlphanumeric = ascii_alphanumeric();
constexpr unsigned kAsciiEnd = 128;

// Go's %#U: "U+0023 '#'".
std::string code_point(char32_t c) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "U+%04X", static_cast<unsigned>(c));
  std::string out = text.data();
  if (unicode::is_printable(c)) {
    out += " '";
    unicode::append(out, c);
    out += '\'';
  }
  return out;
}

}  // namespace

std::string describe(const Token& token) {
  if (token.type == TokenType::eof) return "EOF";
  if (token.type == TokenType::error) return std::string(token.text);
  if (token.type > TokenType::keyword) return "<" + std::string(token.text) + ">";
  if (token.text.size() <= 10) return go::quote(token.text);
  std::size_t end = 0;
  for (int i = 0; i < 10 && end < token.text.size(); ++i) {
    end += unicode::decode(token.text, end).length;
  }
  return go::quote(token.text.substr(0, end)) + "...";
}

Token Lexer::next() {
  if (failed_) return error_;
  for (;;) {
    if (inside_) return lex_inside_action();
    if (pos_ < input_.size() && !at("{{")) {
      const Token text = lex_text();
      if (!text.text.empty()) return text;
      continue;
    }
    if (pos_ >= input_.size()) return {TokenType::eof, static_cast<std::uint32_t>(pos_), start_line_, {}};
    bool skipped = false;
    const Token token = lex_left_delim(skipped);
    if (!skipped) return token;
  }
}

// Empty if it was all trimmed.
Token Lexer::lex_text() {
  const std::size_t delim = input_.find("{{", pos_);
  if (delim == std::string_view::npos) {
    pos_ = input_.size();
    return emit_lines(TokenType::text);
  }
  std::size_t end = delim;
  const bool trim = delim + 3 < input_.size() && input_[delim + 2] == '-' && is_space(input_[delim + 3]);
  if (trim) {
    while (end > pos_ && is_space(input_[end - 1])) --end;
  }
  const Token token{TokenType::text, static_cast<std::uint32_t>(pos_), start_line_,
                    input_.substr(pos_, end - pos_)};
  pos_ = delim;
  ignore();
  return token;
}

Token Lexer::lex_left_delim(bool& skipped) {
  pos_ += 2;
  const bool trim = pos_ + 1 < input_.size() && input_[pos_] == '-' && is_space(input_[pos_ + 1]);
  const std::size_t after = trim ? kTrimMarker : 0;
  if (input_.substr(pos_ + after).starts_with("/*")) {
    pos_ += after;
    ignore();
    Token error;
    if (!skip_comment(error)) return error;
    skipped = true;
    return {};
  }
  const Token token = emit(TokenType::left_delim);
  inside_ = true;
  pos_ += after;
  ignore();
  paren_depth_ = 0;
  return token;
}

bool Lexer::skip_comment(Token& error) {
  const auto end = input_.find("*/", pos_ + 2);
  if (end == std::string_view::npos) {
    error = fail("unclosed comment");
    return false;
  }
  pos_ = end + 2;
  bool trim = false;
  if (!at_right_delim(trim)) {
    error = fail("comment ends before closing delimiter");
    return false;
  }
  pos_ += (trim ? kTrimMarker : 0) + 2;
  if (trim) trim_after_action();
  ignore();
  return true;
}

Token Lexer::lex_right_delim() {
  bool trim = false;
  at_right_delim(trim);
  if (trim) {
    pos_ += kTrimMarker;
    ignore();
  }
  pos_ += 2;
  const Token token = emit(TokenType::right_delim);
  if (trim) {
    trim_after_action();
    ignore();
  }
  inside_ = false;
  return token;
}

Token Lexer::lex_inside_action() {
  bool trim = false;
  if (at_right_delim(trim)) {
    return paren_depth_ == 0 ? lex_right_delim() : fail("unclosed left paren");
  }
  if (pos_ >= input_.size()) return fail("unclosed action");
  const char c = input_[pos_];
  if (is_space(c)) return lex_space();
  const auto byte = static_cast<unsigned char>(c);
  const unicode::Rune rune = byte < kAsciiEnd ? unicode::Rune{byte, 1} : unicode::decode(input_, pos_);
  const bool digit_follows = pos_ + 1 < input_.size() && input_[pos_ + 1] >= '0' && input_[pos_ + 1] <= '9';
  if ((c >= '0' && c <= '9') || c == '+' || c == '-' || (c == '.' && digit_follows)) return lex_number();
  if (byte < kAsciiEnd ? kAsciiAlphanumeric[byte] : is_alphanumeric(rune.code)) return lex_identifier();
  pos_ += rune.length;
  switch (c) {
    case '=':
      return emit(TokenType::assign);
    case ':':
      if (!at("=")) return fail("expected :=");
      ++pos_;
      return emit(TokenType::declare);
    case '|':
      return emit(TokenType::pipe);
    case '"':
      return lex_quoted('"');
    case '`':
      return lex_raw_quoted();
    case '\'':
      return lex_quoted('\'');
    case '$':
      return lex_name(TokenType::variable);
    case '.':
      return lex_name(TokenType::field);
    case '(':
      ++paren_depth_;
      return emit(TokenType::left_paren);
    case ')':
      if (--paren_depth_ < 0) return fail("unexpected right paren");
      return emit(TokenType::right_paren);
    default:
      break;
  }
  if (rune.code < 0x80 && unicode::is_printable(rune.code)) return emit(TokenType::character);
  return fail("unrecognized character in action: " + code_point(rune.code));
}

Token Lexer::lex_space() {
  while (pos_ < input_.size() && is_space(input_[pos_])) ++pos_;
  // The last space may belong to a " -}}".
  if (at_right_trim(pos_ - 1) && input_.substr(pos_ + 1).starts_with("}}")) {
    --pos_;
    if (pos_ == start_) return lex_right_delim();
  }
  return pos_ - start_ == 1 && input_[start_] == ' ' ? emit(TokenType::space) : emit_lines(TokenType::space);
}

Token Lexer::lex_identifier() {
  skip_alphanumeric();
  if (!at_terminator()) return fail("bad character " + code_point(unicode::decode(input_, pos_).code));
  const std::string_view word = input_.substr(start_, pos_ - start_);
  constexpr std::size_t longest_keyword = 8;
  if (word.size() > longest_keyword) return emit(TokenType::identifier);
  const auto* keyword = std::find_if(kKeywords.begin(), kKeywords.end(),
                                     [word](const auto& entry) { return entry.first == word; });
  if (keyword == kKeywords.end() || (keyword->second == TokenType::break_ && !break_is_keyword) ||
      (keyword->second == TokenType::continue_ && !continue_is_keyword)) {
    return emit(TokenType::identifier);
  }
  return emit(keyword->second);
}

// After "." or "$".
Token Lexer::lex_name(TokenType type) {
  if (at_terminator()) return emit(type == TokenType::variable ? type : TokenType::dot);
  skip_alphanumeric();
  if (!at_terminator()) return fail("bad character " + code_point(unicode::decode(input_, pos_).code));
  return emit(type);
}

Token Lexer::lex_quoted(char quote) {
  const bool string = quote == '"';
  const auto unterminated = [&] {
    return fail(string ? "unterminated quoted string" : "unterminated character constant");
  };
  for (;; ++pos_) {
    if (pos_ < input_.size() && input_[pos_] == '\\') {
      ++pos_;
      if (pos_ < input_.size() && input_[pos_] != '\n') continue;
    }
    if (pos_ >= input_.size() || input_[pos_] == '\n') return unterminated();
    if (input_[pos_] == quote) break;
  }
  ++pos_;
  return emit(string ? TokenType::string : TokenType::char_constant);
}

Token Lexer::lex_raw_quoted() {
  const auto end = input_.find('`', pos_);
  if (end == std::string_view::npos) return fail("unterminated raw quoted string");
  pos_ = end + 1;
  return emit_lines(TokenType::raw_string);
}

Token Lexer::lex_number() {
  const auto bad = [this] {
    return fail("bad number syntax: " + go::quote(input_.substr(start_, pos_ - start_)));
  };
  if (!scan_number()) return bad();
  if (at("+") || at("-")) {
    if (!scan_number() || input_[pos_ - 1] != 'i') return bad();
    return emit(TokenType::complex);
  }
  return emit(TokenType::number);
}

bool Lexer::scan_number() {
  constexpr std::string_view kDecimal = "0123456789_";
  constexpr std::string_view kHex = "0123456789abcdefABCDEF_";
  accept("+-");
  std::string_view digits = kDecimal;
  if (accept("0")) {
    if (accept("xX")) {
      digits = kHex;
    } else if (accept("oO")) {
      digits = "01234567_";
    } else if (accept("bB")) {
      digits = "01_";
    }
  }
  accept_run(digits);
  if (accept(".")) accept_run(digits);
  if ((digits == kDecimal && accept("eE")) || (digits == kHex && accept("pP"))) {
    accept("+-");
    accept_run(kDecimal);
  }
  accept("i");
  if (pos_ == input_.size()) return true;
  const unicode::Rune rune = unicode::decode(input_, pos_);
  if (!is_alphanumeric(rune.code)) return true;
  pos_ += rune.length;
  return false;
}

bool Lexer::at_right_trim(std::size_t pos) const {
  return pos + 1 < input_.size() && is_space(input_[pos]) && input_[pos + 1] == '-';
}

bool Lexer::at_right_delim(bool& trim) const {
  if (pos_ >= input_.size()) return false;
  if (input_[pos_] == '}') return at("}}");
  trim = at_right_trim(pos_) && input_.substr(pos_ + kTrimMarker).starts_with("}}");
  return trim;
}

bool Lexer::at_terminator() const {
  if (pos_ >= input_.size()) return true;
  switch (input_[pos_]) {
    case ' ':
    case '\t':
    case '\r':
    case '\n':
    case '.':
    case ',':
    case '|':
    case ':':
    case '(':
    case ')':
      return true;
    default:
      return at("}}");
  }
}

bool Lexer::accept(std::string_view set) {
  if (pos_ >= input_.size() || set.find(input_[pos_]) == std::string_view::npos) return false;
  ++pos_;
  return true;
}

void Lexer::accept_run(std::string_view set) {
  while (accept(set)) {
  }
}

void Lexer::skip_alphanumeric() {
  while (pos_ < input_.size()) {
    const auto byte = static_cast<unsigned char>(input_[pos_]);
    if (byte < kAsciiEnd) {
      if (!kAsciiAlphanumeric[byte]) return;
      ++pos_;
      continue;
    }
    const unicode::Rune rune = unicode::decode(input_, pos_);
    if (!is_alphanumeric(rune.code)) return;
    pos_ += rune.length;
  }
}

void Lexer::trim_after_action() {
  while (pos_ < input_.size() && is_space(input_[pos_])) ++pos_;
}

Token Lexer::emit(TokenType type) {
  const Token token{type, static_cast<std::uint32_t>(start_), start_line_,
                    input_.substr(start_, pos_ - start_)};
  start_ = pos_;
  return token;
}

Token Lexer::emit_lines(TokenType type) {
  const int line = start_line_;
  Token token = emit(type);
  start_line_ = line + count_lines(token.text);
  return token;
}

Token Lexer::fail(std::string message) {
  message_ = std::move(message);
  failed_ = true;
  error_ = {TokenType::error, static_cast<std::uint32_t>(start_), start_line_, message_};
  return error_;
}

void Lexer::ignore() {
  start_line_ += count_lines(input_.substr(start_, pos_ - start_));
  start_ = pos_;
}

}  // namespace gimlet::tmpl
