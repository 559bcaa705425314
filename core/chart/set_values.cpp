#include "core/chart/set_values.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "core/chart/values.hpp"
#include "core/go/strconv.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "core/util/json_rounded.hpp"
#include "core/util/string.hpp"
#include "core/util/unicode.hpp"
#include "core/yaml/json.hpp"

namespace gimlet::chart {
namespace {

using MakeValue = std::function<Value(const std::string&)>;

constexpr int largest_index = 65536;
constexpr int deepest_name = 30;

[[noreturn]] void refuse(const std::string& message) {
  throw Error(ErrorCode::bad_input, message);
}

bool is_word(const std::string& text, std::string_view word) {
  return equals_ignoring_case(text, word);
}

Value typed(const std::string& text) {
  if (is_word(text, "true")) return true;
  if (is_word(text, "false")) return false;
  if (is_word(text, "null")) return nullptr;
  if (text == "0") return Value::go_int64(0);
  std::int64_t number = 0;
  const bool sign = text.starts_with('+');
  const char* const begin = text.data() + (sign ? 1 : 0);
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(begin, end, number);
  const bool digits = begin != end && (!sign || *begin != '-');
  if (digits && text.front() != '0' && result.ec == std::errc() && result.ptr == end)
    return Value::go_int64(number);
  return text;
}

class Parser {
 public:
  Parser(const std::string& text, MakeValue make) : text_(unicode::to_runes(text)), make_(std::move(make)) {}

  void parse(const Value& into) {
    while (key(into, 0)) {
    }
  }

 private:
  struct Piece {
    std::string text;
    std::optional<char32_t> stop;  // nullopt at the end
  };

  Piece until(std::u32string_view stops) {
    Piece piece;
    while (at_ < text_.size()) {
      const char32_t c = text_[at_++];
      if (stops.find(c) != std::u32string_view::npos) {
        piece.stop = c;
        return piece;
      }
      if (c != U'\\') {
        unicode::append(piece.text, c);
      } else if (at_ < text_.size()) {
        unicode::append(piece.text, text_[at_++]);
      }
    }
    return piece;
  }

  static void put(const Value& map, const std::string& key, Value value) {
    if (!key.empty()) map.as_map().entries[key] = std::move(value);
  }

  // One "name…=value". False at the end of the text.
  bool key(const Value& map, int depth) {
    const Piece piece = until(U"=[,.");
    if (!piece.stop) {
      if (piece.text.empty()) return false;
      refuse(fmt::format("key {} has no value", go::quote(piece.text)));
    }
    switch (*piece.stop) {
      case U'[':
        return list_key(map, piece.text, depth);
      case U'=':
        return assign([&](Value value) { put(map, piece.text, std::move(value)); });
      case U',':
        put(map, piece.text, "");
        refuse(fmt::format("key {} has no value (cannot end with ,)", go::quote(piece.text)));
      default:
        return nested_key(map, piece.text, depth + 1);
    }
  }

  bool nested_key(const Value& map, const std::string& name, int depth) {
    if (depth > deepest_name) {
      refuse(fmt::format("value name nested level is greater than maximum supported nested level of {}",
                         deepest_name));
    }
    Value inner = Value::map();
    if (const Value* there = map.find(name)) {
      if (!there->is_map()) {
        refuse(fmt::format(
            "unable to parse key: interface conversion: interface {{}} is {}, not map[string]interface {{}}",
            there->is_nil() ? "nil" : there->type_name()));
      }
      inner = *there;
    }
    const bool more = key(inner, depth);
    const bool empty = inner.as_map().entries.empty();
    if (more && empty) refuse(fmt::format("key map {} has no value", go::quote(name)));
    if (!empty) put(map, name, inner);
    return more;
  }

  bool list_key(const Value& map, const std::string& name, int depth) {
    const int index = read_index();
    Value list = Value::list();
    if (const Value* there = map.find(name)) {
      if (!there->is_list()) {
        refuse(fmt::format(
            "unable to parse key: interface conversion: interface {{}} is {}, not []interface {{}}",
            there->is_nil() ? "nil" : there->type_name()));
      }
      list = Value::list(there->as_list().items);
    }
    const bool more = list_item(list, index, depth);
    put(map, name, list);
    return more;
  }

  int read_index() {
    const Piece piece = until(U"]");
    int index = 0;
    const char* const end = piece.text.data() + piece.text.size();
    const auto result = std::from_chars(piece.text.data(), end, index);
    if (!piece.stop) refuse("error parsing index: EOF");
    if (piece.text.empty() || result.ec != std::errc() || result.ptr != end) {
      refuse(fmt::format("error parsing index: strconv.Atoi: parsing {}: invalid syntax",
                         go::quote(piece.text)));
    }
    if (index < 0) refuse(fmt::format("negative {} index not allowed", index));
    return index;
  }

  static void put_at(const Value& list, int index, Value value) {
    if (index > largest_index) {
      refuse(fmt::format("index of {} is greater than maximum supported index of {}", index, largest_index));
    }
    auto& items = list.as_list().items;
    const auto place = static_cast<std::size_t>(index);
    if (items.size() <= place) items.resize(place + 1);
    items[place] = std::move(value);
  }

  bool list_item(const Value& list, int index, int depth) {
    const Piece piece = until(U"[.=");
    if (!piece.text.empty())
      refuse(fmt::format("unexpected data at end of array index: {}", go::quote(piece.text)));
    if (!piece.stop) return false;
    const auto& items = list.as_list().items;
    const auto place = static_cast<std::size_t>(index);
    const Value there = place < items.size() ? items[place] : Value();
    if (*piece.stop == U'=') {
      return assign([&](Value value) { put_at(list, index, std::move(value)); });
    }
    if (*piece.stop == U'[') {
      const int next = read_index();
      const Value inner = there.is_list() ? Value::list(there.as_list().items) : Value::list();
      const bool more = list_item(inner, next, depth);
      put_at(list, index, inner);
      return more;
    }
    const Value inner = there.is_map() ? there : Value::map();
    const bool more = key(inner, depth);
    put_at(list, index, inner);
    return more;
  }

  // What stands behind "=". False at the end of the text.
  template <class Put>
  bool assign(const Put& put_value) {
    if (at_ == text_.size()) {
      put_value("");
      return false;
    }
    if (text_[at_] == U'{') {
      ++at_;
      put_value(read_list());
      return true;
    }
    const Piece piece = until(U",");
    put_value(make_(piece.text));
    return true;
  }

  Value read_list() {
    Value list = Value::list();
    while (true) {
      const Piece piece = until(U",}");
      if (!piece.stop) refuse("list must terminate with '}'");
      list.as_list().items.push_back(make_(piece.text));
      if (*piece.stop == U'}') break;
    }
    if (at_ < text_.size() && text_[at_] == U',') ++at_;
    return list;
  }

  std::u32string text_;
  std::size_t at_ = 0;
  MakeValue make_;
};

// How far a JSON value reaches: to a comma outside of strings and brackets.
std::size_t json_length(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if (c == ']' || c == '}') {
      --depth;
    } else if (c == ',' && depth == 0) {
      return i;
    }
  }
  return text.size();
}

}  // namespace

void set_values(const std::string& text, const Value& into) {
  Parser(text, typed).parse(into);
}

void set_string_values(const std::string& text, const Value& into) {
  Parser(text, [](const std::string& value) -> Value { return value; }).parse(into);
}

void set_file_values(const std::string& text, const Value& into,
                     const std::function<std::string(const std::string&)>& read) {
  Parser(text, [&](const std::string& path) -> Value { return read(path); }).parse(into);
}

void set_json_values(const std::string& text, Value& into) {
  const std::string_view trimmed = trim(text);
  const auto read = [&](std::string_view json) {
    try {
      return yaml::with_json_numbers(yaml::from_json(parse_json_rounded(json, "--set-json")));
    } catch (const Error&) {
      refuse(fmt::format("failed parsing --set-json data {}", text));
    }
  };
  if (trimmed.starts_with('{')) {
    into = merge_maps(into, read(trimmed));
    return;
  }
  for (std::string_view rest = trimmed; !rest.empty();) {
    const auto equals = rest.find('=');
    if (equals == std::string_view::npos) refuse(fmt::format("failed parsing --set-json data {}", text));
    const std::size_t end = equals + 1 + json_length(rest.substr(equals + 1));
    const std::string_view json = trim(rest.substr(equals + 1, end - equals - 1));
    Value value = json.empty() ? Value() : read(json);
    Parser(std::string(rest.substr(0, equals + 1)) + "x", [&](const std::string&) {
      return value;
    }).parse(into);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

}  // namespace gimlet::chart
