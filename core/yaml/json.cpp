#include "core/yaml/json.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include <fmt/format.h>

#include "core/go/strconv.hpp"
#include "core/util/error.hpp"
#include "core/util/hash.hpp"
#include "core/util/json.hpp"
#include "core/util/unicode.hpp"
#include "core/yaml/number_text.hpp"

namespace gimlet::yaml {
namespace {

// encoding/json follows cycles until this depth; sprig's `set` can make one.
constexpr int max_depth = 1000;

[[noreturn]] void fail(const std::string& message) {
  throw Error(ErrorCode::bad_input, message);
}

void check_depth(int depth) {
  if (depth > max_depth) fail(fmt::format("json: nested deeper than {} levels, or a cycle", max_depth));
}

void check_finite(double value) {
  if (!std::isfinite(value)) fail("json: unsupported value: " + go::format_float(value));
}

std::string bytes_of(const List& list) {
  std::string bytes;
  for (const auto& item : list.items) bytes += static_cast<char>(item.as_int().value);
  return bytes;
}

bool is_unsigned(const Integer& integer) {
  return integer.type == IntType::uint64 || integer.type == IntType::uint;
}

Json number_to_json(double value) {
  check_finite(value);
  constexpr double beyond_int64 = 9223372036854775808.0;
  const bool integral = std::trunc(value) == value && std::fabs(value) < beyond_int64;
  if (integral && !(value == 0 && std::signbit(value))) return static_cast<std::int64_t>(value);
  return value;
}

Value from_json(const Json& document, int depth) {
  check_depth(depth);
  switch (document.type()) {
    case Json::value_t::boolean:
      return document.get<bool>();
    case Json::value_t::number_integer:
      return Value::go_int64(document.get<std::int64_t>());
    case Json::value_t::number_unsigned: {
      const auto value = document.get<std::uint64_t>();
      if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return static_cast<double>(value);
      }
      return Value::go_int64(static_cast<std::int64_t>(value));
    }
    case Json::value_t::number_float:
      return document.get<double>();
    case Json::value_t::string:
      return document.get_ref<const std::string&>();
    case Json::value_t::array: {
      std::vector<Value> items;
      items.reserve(document.size());
      for (const auto& item : document) items.push_back(from_json(item, depth + 1));
      return Value::list(std::move(items));
    }
    case Json::value_t::object: {
      Value map = Value::map();
      for (const auto& [key, value] : document.items()) {
        map.as_map().entries.insert_or_assign(key, from_json(value, depth + 1));
      }
      return map;
    }
    default:
      return {};
  }
}

Json to_json(const Value& value, int depth) {
  check_depth(depth);
  switch (value.kind()) {
    case Value::Kind::nil:
      return nullptr;
    case Value::Kind::boolean:
      return value.as_bool();
    case Value::Kind::integer:
      if (is_unsigned(value.as_int())) return static_cast<std::uint64_t>(value.as_int().value);
      return value.as_int().value;
    case Value::Kind::floating:
      return number_to_json(value.as_float());
    case Value::Kind::complex:
      fail("json: unsupported type: complex128");
    case Value::Kind::string:
      return value.as_string();
    case Value::Kind::list: {
      if (value.as_list().nil) return nullptr;
      if (value.as_list().element == ElementType::byte) return base64_encode(bytes_of(value.as_list()));
      Json array = Json::array();
      for (const auto& item : value.as_list().items) array.push_back(to_json(item, depth + 1));
      return array;
    }
    case Value::Kind::map: {
      if (value.as_map().nil) return nullptr;
      Json object = Json::object();
      for (const auto& [key, item] : value.as_map().entries) object[key] = to_json(item, depth + 1);
      return object;
    }
    case Value::Kind::object:
      return to_json(value.as_object().document(), depth + 1);
  }
  return nullptr;
}

class Marshaler {
 public:
  Marshaler(std::string& out, const MarshalOptions& options) : out_(out), options_(options) {}

  void value(const Value& value, int depth) {
    check_depth(depth);
    switch (value.kind()) {
      case Value::Kind::nil:
        out_ += "null";
        return;
      case Value::Kind::boolean:
        out_ += value.as_bool() ? "true" : "false";
        return;
      case Value::Kind::integer:
        integer(value.as_int());
        return;
      case Value::Kind::floating:
        check_finite(value.as_float());
        out_ += format_float_json(value.as_float());
        return;
      case Value::Kind::complex:
        fail("json: unsupported type: complex128");
      case Value::Kind::string:
        string(value.as_string());
        return;
      case Value::Kind::list:
        list(value.as_list(), depth);
        return;
      case Value::Kind::map:
        map(value.as_map(), depth);
        return;
      case Value::Kind::object:
        this->value(value.as_object().document(), depth);
        return;
    }
  }

 private:
  void integer(const Integer& integer) {
    out_ += is_unsigned(integer) ? std::to_string(static_cast<std::uint64_t>(integer.value))
                                 : std::to_string(integer.value);
  }

  void list(const List& list, int depth) {
    if (list.nil) {
      out_ += "null";
      return;
    }
    if (list.element == ElementType::byte) {
      string(base64_encode(bytes_of(list)));
      return;
    }
    out_ += '[';
    bool first = true;
    for (const auto& item : list.items) {
      separate(first, depth + 1);
      value(item, depth + 1);
    }
    if (!first) new_line(depth);
    out_ += ']';
  }

  void map(const Map& map, int depth) {
    if (map.nil) {
      out_ += "null";
      return;
    }
    out_ += '{';
    bool first = true;
    for (const auto& [key, item] : map.entries) {
      separate(first, depth + 1);
      string(key);
      out_ += options_.indent.empty() ? ":" : ": ";
      value(item, depth + 1);
    }
    if (!first) new_line(depth);
    out_ += '}';
  }

  void separate(bool& first, int depth) {
    if (!first) out_ += ',';
    first = false;
    new_line(depth);
  }

  void new_line(int depth) {
    if (options_.indent.empty()) return;
    out_ += '\n';
    for (int i = 0; i < depth; ++i) out_ += options_.indent;
  }

  void string(std::string_view text) {
    out_ += '"';
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t plain = plain_run(text.substr(at));
      out_ += text.substr(at, plain);
      at += plain;
      if (at == text.size()) break;
      const unicode::Rune rune = unicode::decode(text, at);
      if (rune.code < 0x80) {
        ascii(text[at]);
      } else if (!rune.valid()) {
        out_ += "\\ufffd";
      } else if (rune.code == 0x2028 || rune.code == 0x2029) {
        out_ += rune.code == 0x2028 ? "\\u2028" : "\\u2029";
      } else {
        out_ += text.substr(at, rune.length);
      }
      at += rune.length;
    }
    out_ += '"';
  }

  // How many characters the text begins with that stand for themselves.
  static std::size_t plain_run(std::string_view text) {
    const auto special = [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return byte < 0x20 || byte >= 0x80 || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&';
    };
    return static_cast<std::size_t>(std::find_if(text.begin(), text.end(), special) - text.begin());
  }

  void ascii(char c) {
    switch (c) {
      case '"':
        out_ += "\\\"";
        return;
      case '\\':
        out_ += "\\\\";
        return;
      case '\b':
        out_ += "\\b";
        return;
      case '\f':
        out_ += "\\f";
        return;
      case '\n':
        out_ += "\\n";
        return;
      case '\r':
        out_ += "\\r";
        return;
      case '\t':
        out_ += "\\t";
        return;
      default:
        break;
    }
    const bool html = c == '<' || c == '>' || c == '&';
    if (static_cast<unsigned char>(c) < 0x20 || (html && options_.escape_html)) {
      out_ += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out_ += c;
    }
  }

  std::string& out_;
  const MarshalOptions& options_;
};

}  // namespace

Value from_json(const Json& document) {
  return from_json(document, 0);
}

Json to_json(const Value& value) {
  return to_json(value, 0);
}

std::string marshal_json(const Value& value, const MarshalOptions& options) {
  std::string text;
  Marshaler(text, options).value(value, 0);
  return text;
}

Value with_json_numbers(Value value) {
  if (value.is_int()) return static_cast<double>(value.as_int().value);
  if (value.is_list()) {
    for (auto& item : value.as_list().items) item = with_json_numbers(std::move(item));
  } else if (value.is_map()) {
    for (auto& [key, item] : value.as_map().entries) item = with_json_numbers(std::move(item));
  }
  return value;
}

std::string_view json_type(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::boolean:
      return "bool";
    case Value::Kind::string:
      return "string";
    case Value::Kind::list:
      return "array";
    case Value::Kind::map:
      return "object";
    default:
      return "number";
  }
}

std::optional<std::string> scalar_text(const Value& value) {
  if (value.is_string()) return value.as_string();
  if (value.is_bool()) return value.as_bool() ? "true" : "false";
  if (value.is_float()) return go::format_float(value.as_float());
  if (value.is_int()) return std::to_string(value.as_int().value);
  return std::nullopt;
}

}  // namespace gimlet::yaml
