#include "core/sprig/json_reader.hpp"

#include <charconv>
#include <system_error>
#include <utility>
#include <vector>

#include "core/sprig/convert.hpp"
#include "core/value/json_syntax.hpp"
#include "core/value/json_tokens.hpp"
#include "core/value/strconv.hpp"

namespace gimlet::sprig {
namespace {

constexpr int max_depth = 1000;

// Reads text whose syntax is known to be right.
class Reader {
 public:
  Reader(std::string_view text, std::string& error) : tokens_(text), error_(error) {}

  Value document() { return value(0); }

 private:
  Value value(int depth) {
    if (depth > max_depth) fail("json: nested deeper than 1000 levels");
    switch (tokens_.peek()) {
      case '{':
        return object(depth);
      case '[':
        return array(depth);
      case '"':
        return tokens_.string();
      case 't':
        tokens_.skip(4);
        return true;
      case 'f':
        tokens_.skip(5);
        return false;
      case 'n':
        tokens_.skip(4);
        return {};
      default:
        return number();
    }
  }

  Value object(int depth) {
    Value map = Value::map();
    tokens_.skip(1);
    while (!tokens_.take('}')) {
      tokens_.take(',');
      tokens_.peek();
      std::string key = tokens_.string();
      tokens_.take(':');
      map.as_map().entries.insert_or_assign(std::move(key), value(depth + 1));
    }
    return map;
  }

  Value array(int depth) {
    std::vector<Value> items;
    tokens_.skip(1);
    while (!tokens_.take(']')) {
      tokens_.take(',');
      items.push_back(value(depth + 1));
    }
    return Value::list(std::move(items));
  }

  Value number() {
    const std::string_view digits = tokens_.number();
    double result = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), result);
    if (parsed.ec != std::errc::result_out_of_range) return result;
    if (const auto small = parse_go_float(digits)) return *small;
    if (error_.empty()) {
      error_ = "json: cannot unmarshal number " + std::string(digits) + " into Go value of type float64";
    }
    return {};
  }

  JsonTokens tokens_;
  std::string& error_;
};

}  // namespace

Value read_json(std::string_view text, std::string& error) {
  if (const std::string fault = json_syntax_error(text); !fault.empty()) fail(fault);
  return Reader(text, error).document();
}

}  // namespace gimlet::sprig
