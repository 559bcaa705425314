#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "core/go/strconv.hpp"
#include "core/go/time.hpp"
#include "core/toml/toml.hpp"
#include "core/value/format.hpp"

namespace gimlet::toml {
namespace {

constexpr int max_depth = 1000;

[[noreturn]] void fail(const std::string& message) {
  throw Error(ErrorCode::bad_input, message);
}

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (c == '\b') {
      result += "\\b";
    } else if (c == '\t') {
      result += "\\t";
    } else if (c == '\n') {
      result += "\\n";
    } else if (c == '\f') {
      result += "\\f";
    } else if (c == '\r') {
      result += "\\r";
    } else if (byte < 0x20 || byte == 0x7F) {
      result += fmt::format("\\u{:04x}", static_cast<unsigned>(byte));
    } else {
      result += c;
    }
  }
  return result;
}

// What a value is in TOML; none for nil.
enum class Kind : std::uint8_t { none, scalar, array, table, table_array };

Kind kind_of(const Value& value, int depth);

// An object that has fields is a table, any other one a text or a time.
Value fields_of(const Value& value) {
  return value.is_object() ? value.as_object().document() : value;
}

bool is_nothing(const Value& value) {
  return value.is_nil() || (value.is_list() && value.as_list().nil) || (value.is_map() && value.as_map().nil);
}

Kind kind_of_list(const List& list, int depth) {
  bool tables = !list.items.empty();
  for (const auto& item : list.items) {
    const Kind kind = kind_of(item, depth + 1);
    if (kind == Kind::none) fail("toml: cannot encode array with nil element");
    tables = tables && kind == Kind::table;
  }
  return tables ? Kind::table_array : Kind::array;
}

Kind kind_of(const Value& value, int depth) {
  if (depth > max_depth) fail("toml: nested too deep, or a cycle");
  if (is_nothing(value)) return Kind::none;
  if (value.is_list()) return kind_of_list(value.as_list(), depth);
  if (value.is_map() || fields_of(value).is_map()) return Kind::table;
  if (value.kind() == Value::Kind::complex) fail("unsupported type: complex128");
  return Kind::scalar;
}

class Writer {
 public:
  std::string document(const Value& value) {
    if (value.kind() == Value::Kind::complex) fail("unsupported type for key '': complex128");
    switch (kind_of(value, 0)) {
      case Kind::none:
        if (value.is_list()) element(value, 0);
        break;
      case Kind::table_array:
        fail("toml: top-level values must be Go maps or structs");
      case Kind::table:
        table(fields_of(value).as_map());
        break;
      default:
        element(value, 0);
    }
    return std::move(out_);
  }

 private:
  void new_line() {
    if (!out_.empty()) out_ += '\n';
  }

  void indent() { out_.append(2 * (key_.size() - 1), ' '); }

  [[nodiscard]] std::string whole_key() const {
    std::string text;
    for (const auto& part : key_) text += (text.empty() ? "" : ".") + key_text(part);
    return text;
  }

  // The entries of a table: first those that are no tables, which would end up in the tables before them
  // otherwise.
  void table(const Map& map) {
    for (const bool tables : {false, true}) {
      for (const auto& [key, value] : map.entries) {
        const Kind kind = kind_of(value, static_cast<int>(key_.size()));
        if ((kind == Kind::table || kind == Kind::table_array) != tables || kind == Kind::none) continue;
        key_.push_back(key);
        entry(value, kind);
        key_.pop_back();
      }
    }
  }

  void entry(const Value& value, Kind kind) {
    if (kind == Kind::table) {
      if (key_.size() == 1) new_line();
      indent();
      out_ += "[" + whole_key() + "]";
      new_line();
      table(fields_of(value).as_map());
    } else if (kind == Kind::table_array) {
      for (const auto& item : value.as_list().items) {
        new_line();
        indent();
        out_ += "[[" + whole_key() + "]]";
        new_line();
        table(fields_of(item).as_map());
      }
    } else {
      indent();
      out_ += key_text(key_.back()) + " = ";
      element(value, 0);
      new_line();
    }
  }

  void element(const Value& value, int depth) {
    if (value.is_list()) {
      list(value.as_list(), depth);
    } else if (const Value fields = fields_of(value); fields.is_map()) {
      inline_table(fields.as_map(), depth);
    } else {
      scalar(value);
    }
  }

  void list(const List& list, int depth) {
    out_ += '[';
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      if (i > 0) out_ += ", ";
      element(list.items[i], depth + 1);
    }
    out_ += ']';
  }

  // Nil entries are left out, but not the comma before them.
  void inline_table(const Map& map, int depth) {
    std::vector<const std::pair<const std::string, Value>*> plain;
    std::vector<const std::pair<const std::string, Value>*> tables;
    for (const auto& entry : map.entries) {
      const Kind kind = kind_of(entry.second, depth);
      (kind == Kind::table || kind == Kind::table_array ? tables : plain).push_back(&entry);
    }
    out_ += '{';
    for (const auto* group : {&plain, &tables}) {
      for (std::size_t i = 0; i < group->size(); ++i) {
        const auto& [key, value] = *(*group)[i];
        if (is_nothing(value)) continue;
        out_ += key_text(key) + " = ";
        element(value, depth + 1);
        if (i + 1 < group->size() || (group == &plain && !tables.empty())) out_ += ", ";
      }
    }
    out_ += '}';
  }

  void scalar(const Value& value) {
    switch (value.kind()) {
      case Value::Kind::boolean:
        out_ += value.as_bool() ? "true" : "false";
        return;
      case Value::Kind::integer:
        out_ += format_value(value);
        return;
      case Value::Kind::floating:
        out_ += float_text(value.as_float());
        return;
      case Value::Kind::object:
        if (const go::Time* time = value.as_object().time()) {
          out_ += time_text(*time);
        } else {
          out_ += "\"" + escaped(value.as_object().document().as_string()) + "\"";
        }
        return;
      default:
        out_ += "\"" + escaped(value.as_string()) + "\"";
    }
  }

  static std::string float_text(double value) {
    if (std::isnan(value)) return std::signbit(value) ? "-nan" : "nan";
    if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
    const std::string text = go::format_float(value);
    return text.find_first_of("e.") == std::string::npos ? text + ".0" : text;
  }

  // A time that was read without a zone is written without one.
  static std::string time_text(const go::Time& time) {
    const std::string zone = time.zone()->at(time.seconds()).name;
    if (zone == "datetime-local") return time.format("2006-01-02T15:04:05.999999999");
    if (zone == "date-local") return time.format("2006-01-02");
    if (zone == "time-local") return time.format("15:04:05.999999999");
    return time.rfc3339();
  }

  std::string out_;
  std::vector<std::string> key_;
};

}  // namespace

std::string key_text(std::string_view part) {
  constexpr std::string_view bare = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  if (!part.empty() && part.find_first_not_of(bare) == std::string_view::npos) return std::string(part);
  return "\"" + escaped(part) + "\"";
}

std::string write(const Value& value) {
  return Writer().document(value);
}

}  // namespace gimlet::toml
