#include "core/sprig/json_reader.hpp"

#include <charconv>
#include <cmath>

#include "core/sprig/convert.hpp"
#include "core/util/unicode.hpp"
#include "core/value/json_syntax.hpp"
#include "core/value/strconv.hpp"

namespace gimlet::sprig {
namespace {

constexpr int max_depth = 1000;

// Reads text whose syntax is known to be right.
class Reader {
 public:
  Reader(std::string_view text, std::string& error) : text_(text), error_(error) {}

  Value document() { return value(0); }

 private:
  char next_token() {
    at_ = text_.find_first_not_of(" \t\r\n", at_);
    return text_[at_];
  }

  Value value(int depth) {
    if (depth > max_depth) fail("json: nested deeper than 1000 levels");
    switch (next_token()) {
      case '{':
        return object(depth);
      case '[':
        return array(depth);
      case '"':
        return string();
      case 't':
        at_ += 4;
        return true;
      case 'f':
        at_ += 5;
        return false;
      case 'n':
        at_ += 4;
        return {};
      default:
        return number();
    }
  }

  Value object(int depth) {
    Value map = Value::map();
    ++at_;
    while (next_token() != '}') {
      if (text_[at_] == ',') ++at_;
      next_token();
      std::string key = string();
      next_token();
      ++at_;  // the colon
      map.as_map().entries.insert_or_assign(std::move(key), value(depth + 1));
    }
    ++at_;
    return map;
  }

  Value array(int depth) {
    std::vector<Value> items;
    ++at_;
    while (next_token() != ']') {
      if (text_[at_] == ',') ++at_;
      items.push_back(value(depth + 1));
    }
    ++at_;
    return Value::list(std::move(items));
  }

  Value number() {
    const std::size_t end = std::min(text_.find_first_not_of("+-.0123456789eE", at_), text_.size());
    const std::string_view digits = text_.substr(at_, end - at_);
    at_ = end;
    double result = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), result);
    if (parsed.ec != std::errc::result_out_of_range) return result;
    if (const auto small = parse_go_float(digits)) return *small;
    if (error_.empty()) {
      error_ = "json: cannot unmarshal number " + std::string(digits) + " into Go value of type float64";
    }
    return {};
  }

  std::string string() {
    std::string result;
    for (++at_; text_[at_] != '"';) {
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

  void escape(std::string& result) {
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
  char32_t code_unit() {
    unsigned code = 0;
    std::from_chars(text_.data() + at_ + 2, text_.data() + at_ + 6, code, 16);
    at_ += 6;
    return code;
  }

  std::string_view text_;
  std::string& error_;
  std::size_t at_ = 0;
};

}  // namespace

Value read_json(std::string_view text, std::string& error) {
  if (const std::string fault = json_syntax_error(text); !fault.empty()) fail(fault);
  return Reader(text, error).document();
}

}  // namespace gimlet::sprig
