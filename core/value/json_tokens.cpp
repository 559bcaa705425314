#include "core/value/json_tokens.hpp"

#include <array>
#include <charconv>
#include <cstdint>

#include "core/util/string.hpp"
#include "core/util/unicode.hpp"

namespace gimlet {
namespace {

// What a byte is within a string.
enum Class : std::uint8_t { ascii = 0, beyond_ascii = 1, special = 2 };

constexpr std::array<Class, 256> classes = [] {
  std::array<Class, 256> table{};
  for (std::size_t c = 0; c < table.size(); ++c) {
    const bool is_special = c < 0x20 || c == '"' || c == '\\';
    table[c] = is_special ? special : c < 0x80 ? ascii : beyond_ascii;
  }
  return table;
}();

Class class_of(char c) {
  return classes[static_cast<unsigned char>(c)];
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::optional<std::string_view> JsonTokens::plain_string() {
  if (peek() != '"') throw Malformed();
  const std::size_t begin = at_ + 1;
  std::size_t stop = begin;
  unsigned found = 0;
  for (; stop < text_.size() && class_of(text_[stop]) != special; ++stop) found |= class_of(text_[stop]);
  if (stop == text_.size()) throw Malformed();
  const std::string_view plain = text_.substr(begin, stop - begin);
  if (text_[stop] != '"' || (found != ascii && !is_valid_utf8(plain))) return std::nullopt;
  at_ = stop + 1;
  return plain;
}

std::string JsonTokens::string() {
  if (const auto plain = plain_string()) return std::string(*plain);
  ++at_;
  std::string result;
  while (at_ < text_.size() && text_[at_] != '"') {
    if (text_[at_] == '\\') {
      escape(result);
      continue;
    }
    if (class_of(text_[at_]) == special) throw Malformed();
    const unicode::Rune rune = unicode::decode(text_, at_);
    if (rune.code == unicode::replacement_rune) {
      unicode::append(result, rune.code);
    } else {
      result += text_.substr(at_, rune.length);
    }
    at_ += rune.length;
  }
  expect('"');
  return result;
}

std::string_view JsonTokens::number() {
  peek();
  const std::size_t begin = at_;
  const auto at = [this](char c) { return at_ < text_.size() && text_[at_] == c; };
  if (at('-')) ++at_;
  if (at('0')) {
    ++at_;
  } else {
    digits();
  }
  if (at('.')) {
    ++at_;
    digits();
  }
  if (at('e') || at('E')) {
    ++at_;
    if (at('+') || at('-')) ++at_;
    digits();
  }
  return text_.substr(begin, at_ - begin);
}

void JsonTokens::digits() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
  if (at_ == begin) throw Malformed();
}

void JsonTokens::escape(std::string& result) {
  const char c = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
  if (c != 'u') {
    constexpr std::string_view names = "bfnrt\"\\/";
    const std::size_t place = names.find(c);
    if (place == std::string_view::npos) throw Malformed();
    result += "\b\f\n\r\t\"\\/"[place];
    at_ += 2;
    return;
  }
  char32_t code = code_unit();
  const bool high = code >= 0xD800 && code < 0xDC00;
  if (high && text_.substr(at_).starts_with("\\u")) {
    const std::size_t before = at_;
    const char32_t low = code_unit();
    if (low >= 0xDC00 && low < 0xE000) {
      code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
    } else {
      at_ = before;
    }
  }
  unicode::append(result, code);
}

// \uXXXX
char32_t JsonTokens::code_unit() {
  constexpr std::size_t length = 6;
  if (text_.size() - at_ < length) throw Malformed();
  const char* const end = text_.data() + at_ + length;
  unsigned code = 0;
  if (std::from_chars(text_.data() + at_ + 2, end, code, 16).ptr != end) throw Malformed();
  at_ += length;
  return code;
}

}  // namespace gimlet
