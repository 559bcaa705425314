#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/go/strconv.hpp"
#include "core/util/error.hpp"
#include "core/util/hash.hpp"
#include "core/util/string.hpp"
#include "core/yaml/json.hpp"
#include "core/yaml/key_order.hpp"
#include "core/yaml/resolve.hpp"
#include "core/yaml/scalar_writer.hpp"
#include "core/yaml/yaml.hpp"

namespace gimlet::yaml {
namespace {

constexpr int indent_step = 2;
constexpr int max_depth = 1000;

// Where a value stands, which decides what goes between it and what is before it.
enum class Place : std::uint8_t {
  root,
  after_key,       // "key:" is written
  after_indicator  // "-" or ":" is written, and a collection begins on its line
};

// Whether sigs.k8s.io/yaml's way through JSON text changes a string: bytes that are not UTF-8, the control
// characters a YAML reader refuses, and NEL, which it takes for a line break.
bool changes_through_json(std::string_view text) {
  const auto plain = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x7F;
  };
  if (std::all_of(text.begin(), text.end(), plain)) return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0U;
    if (byte == 0x7F || (byte == 0xC2 && next < 0xA0) || (byte == 0xEF && next == 0xBF)) return true;
  }
  return !is_valid_utf8(text);
}

std::size_t characters_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

class Writer {
 public:
  explicit Writer(Dialect dialect) : dialect_(dialect), out_(dialect) {}

  std::string document(const Value& root) {
    value(root, 0, Place::root, 0);
    out_.new_line(0);
    return out_.take();
  }

 private:
  // `indent` is the column of the collection the value is in.
  void value(const Value& value, int indent, Place place, int depth) {
    if (depth > max_depth) {
      throw Error(ErrorCode::bad_input, fmt::format("nested deeper than {} levels, or a cycle", max_depth));
    }
    if (value.is_map() && !value.as_map().entries.empty()) {
      map(value.as_map(), place == Place::root ? 0 : indent + indent_step, place, depth);
    } else if (is_block_list(value)) {
      list(value.as_list(), list_indent(indent, place), place, depth);
    } else if (value.is_object()) {
      object(value.as_object(), indent, place, depth);
    } else {
      if (place != Place::root) out_.put(' ');
      scalar(value, indent + indent_step);
    }
  }

  // yaml.v3 writes times as they are, and the fields of structs in lower case.
  void object(const Object& object, int indent, Place place, int depth) {
    Value document = object.document();
    if (dialect_ == Dialect::v3 && object.type_name() == "time.Time") {
      if (place != Place::root) out_.put(' ');
      out_.put(document.as_string());
      return;
    }
    if (dialect_ == Dialect::v3 && document.is_map() && object.underlying().is_nil()) {
      Value fields = Value::map();
      for (const auto& [key, item] : document.as_map().entries)
        fields.as_map().entries.emplace(to_lower(key), item);
      document = std::move(fields);
    }
    value(document, indent, place, depth + 1);
  }

  [[nodiscard]] bool is_block_list(const Value& value) const {
    if (!value.is_list() || value.as_list().items.empty()) return false;
    return dialect_ == Dialect::v3 || value.as_list().element != ElementType::byte;
  }

  [[nodiscard]] int list_indent(int indent, Place place) const {
    if (place == Place::root) return 0;
    return place == Place::after_key && dialect_ == Dialect::v2 ? indent : indent + indent_step;
  }

  // Goes to where an entry of a collection begins; the first one of a collection inside another stands on its
  // line.
  void begin_entry(bool first, int indent, Place place) {
    if (first && place == Place::after_indicator) {
      out_.put(' ');
    } else {
      out_.new_line(indent);
    }
  }

  void map(const Map& map, int indent, Place place, int depth) {
    std::vector<const std::string*> keys;
    keys.reserve(map.entries.size());
    for (const auto& entry : map.entries) keys.push_back(&entry.first);
    sort_keys(keys, dialect_ == Dialect::v2 ? LetterAfterDigits::last : LetterAfterDigits::first);
    bool first = true;
    for (const std::string* key : keys) {
      begin_entry(first, indent, place);
      first = false;
      entry(*key, map.entries.find(*key)->second, indent, depth);
    }
  }

  void entry(const std::string& raw_key, const Value& item, int indent, int depth) {
    std::string changed;
    const std::string& key = through_json(raw_key, changed);
    if (dialect_ == Dialect::v2) check_key(key, raw_key);
    if (is_simple_key(key)) {
      out_.string(key, indent + indent_step, true);
      out_.put(':');
      value(item, indent, Place::after_key, depth + 1);
      return;
    }
    out_.put("? ");
    out_.string(key, indent + indent_step, false);
    out_.new_line(indent);
    out_.put(':');
    value(item, indent, Place::after_indicator, depth + 1);
  }

  // What go-yaml cannot read back as a key of the JSON text: one that JSON's text breaks into lines, or a
  // long one.
  static void check_key(const std::string& key, const std::string& raw_key) {
    constexpr std::size_t max_length = 1024;
    const bool breaks = raw_key.find("\u0085") != std::string::npos;
    if (breaks || (key.size() > max_length && characters_of(marshal_json(raw_key)) > max_length)) {
      throw Error(ErrorCode::bad_input, "a key is too long, or has a line break, for YAML");
    }
  }

  void list(const List& list, int indent, Place place, int depth) {
    bool first = true;
    for (const auto& item : list.items) {
      begin_entry(first, indent, place);
      first = false;
      out_.put('-');
      value(item, indent, Place::after_indicator, depth + 1);
    }
  }

  void scalar(const Value& value, int indent) {
    switch (value.kind()) {
      case Value::Kind::nil:
        out_.put("null");
        return;
      case Value::Kind::boolean:
        out_.put(value.as_bool() ? "true" : "false");
        return;
      case Value::Kind::integer:
        out_.put(marshal_json(value));
        return;
      case Value::Kind::floating:
        out_.put(float_text(value.as_float()));
        return;
      case Value::Kind::complex:
        throw Error(ErrorCode::bad_input, "json: unsupported type: complex128");
      case Value::Kind::string:
        string(value.as_string(), indent);
        return;
      case Value::Kind::list:
        if (value.as_list().nil && dialect_ == Dialect::v2) {
          out_.put("null");
        } else if (value.as_list().items.empty() && value.as_list().element != ElementType::byte) {
          out_.put("[]");
        } else {
          string(read(marshal_json(value)).as_string(), indent);  // bytes: JSON has them as base64
        }
        return;
      case Value::Kind::map:
        out_.put(value.as_map().nil && dialect_ == Dialect::v2 ? "null" : "{}");
        return;
      case Value::Kind::object:  // its document is written
        return;
    }
  }

  void string(const std::string& text, int indent) {
    if (dialect_ == Dialect::v3 && !is_valid_utf8(text)) {
      out_.put("!!binary ");
      out_.string(base64_encode(text), indent, false);
      return;
    }
    std::string changed;
    out_.string(through_json(text, changed), indent, false);
  }

  // The text as it comes back from JSON; `changed` holds it if that is another.
  const std::string& through_json(const std::string& text, std::string& changed) const {
    if (dialect_ != Dialect::v2 || !changes_through_json(text)) return text;
    changed = read(marshal_json(text)).as_string();
    return changed;
  }

  // v2 numbers go through JSON text too, which YAML reads as an integer when it looks like one.
  [[nodiscard]] std::string float_text(double value) const {
    if (dialect_ == Dialect::v2) {
      std::string json = marshal_json(value);
      const Resolved resolved = resolve_plain(json);
      if (resolved.kind == Resolved::Kind::integer) return std::to_string(resolved.integer);
      if (resolved.kind == Resolved::Kind::unsigned_integer) return json;
      return go::format_float(value);
    }
    if (std::isnan(value)) return ".nan";
    if (std::isinf(value)) return value < 0 ? "-.inf" : ".inf";
    return go::format_float(value);
  }

  Dialect dialect_;
  ScalarWriter out_;
};

}  // namespace

std::string write(const Value& value) {
  return Writer(Dialect::v2).document(value);
}

std::string write_pretty(const Value& value) {
  return Writer(Dialect::v3).document(value);
}

}  // namespace gimlet::yaml
