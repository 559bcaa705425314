#include "core/sprig/json_reader.hpp"

#include <charconv>
#include <cstddef>
#include <system_error>
#include <utility>

#include "core/go/strconv.hpp"
#include "core/sprig/convert.hpp"
#include "core/value/json_tokens.hpp"

namespace gimlet::sprig {
namespace {

constexpr std::size_t max_depth = 1000;

// What read_json_text makes.
class Maker {
 public:
  using Node = Value;
  using Text = std::string;

  explicit Maker(std::string& error) : error_(error) {}

  [[noreturn]] static void malformed(const std::string& problem) { fail(problem); }
  static void check_depth(std::size_t depth) {
    if (depth >= max_depth) fail("json: nested deeper than 1000 levels");
  }
  static Value null() { return {}; }
  static Value boolean(bool value) { return value; }
  static Value string(Text text) { return text; }
  static Text text(JsonTokens& tokens) { return tokens.string(); }
  static Value object() { return Value::map(); }
  static Value array() { return Value::list(); }
  static void put(Value& object, Text name, Value value) {
    object.as_map().entries.insert_or_assign(std::move(name), std::move(value));
  }
  static void put(Value& array, Value value) { array.as_list().items.push_back(std::move(value)); }
  static void end_object(Value&) {}

  Value number(std::string_view digits) {
    double result = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), result);
    if (parsed.ec != std::errc::result_out_of_range) return result;
    if (const auto small = go::parse_float(digits)) return *small;
    if (error_.empty()) {
      error_ = "json: cannot unmarshal number " + std::string(digits) + " into Go value of type float64";
    }
    return {};
  }

 private:
  std::string& error_;
};

}  // namespace

Value read_json(std::string_view text, std::string& error) {
  Maker maker(error);
  return read_json_text(text, maker);
}

}  // namespace gimlet::sprig
