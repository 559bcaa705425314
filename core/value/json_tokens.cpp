#include "core/value/json_tokens.hpp"

#include <algorithm>
#include <charconv>

#include "core/util/string.hpp"
#include "core/util/unicode.hpp"

namespace gimlet {

std::optional<std::string_view> JsonTokens::plain_string() {
  const std::size_t begin = at_ + 1;
  std::size_t stop = begin;
  unsigned char bits = 0;
  for (; text_[stop] != '"' && text_[stop] != '\\'; ++stop) bits |= static_cast<unsigned char>(text_[stop]);
  const std::string_view plain = text_.substr(begin, stop - begin);
  constexpr unsigned char beyond_ascii = 0x80;
  if (text_[stop] != '"' || ((bits & beyond_ascii) != 0 && !is_valid_utf8(plain))) return std::nullopt;
  at_ = stop + 1;
  return plain;
}

std::string JsonTokens::string() {
  if (const auto plain = plain_string()) return std::string(*plain);
  ++at_;
  std::string result;
  while (text_[at_] != '"') {
    if (text_[at_] == '\\') {
      escape(result);
      continue;
    }
    const unicode::Rune rune = unicode::decode(text_, at_);
    if (rune.code == unicode::replacement_rune) {
      unicode::append(result, rune.code);
    } else {
      result += text_.substr(at_, rune.length);
    }
    at_ += rune.length;
  }
  ++at_;
  return result;
}

std::string_view JsonTokens::number() {
  const std::size_t end = std::min(text_.find_first_not_of("+-.0123456789eE", at_), text_.size());
  const std::string_view digits = text_.substr(at_, end - at_);
  at_ = end;
  return digits;
}

void JsonTokens::escape(std::string& result) {
  const char c = text_[at_ + 1];
  if (c != 'u') {
    constexpr std::string_view names = "bfnrt\"\\/";
    result += "\b\f\n\r\t\"\\/"[names.find(c)];
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
  unsigned code = 0;
  std::from_chars(text_.data() + at_ + 2, text_.data() + at_ + 6, code, 16);
  at_ += 6;
  return code;
}

}  // namespace gimlet
