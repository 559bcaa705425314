#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "core/go/strconv.hpp"
#include "core/go/time_parse.hpp"
#include "core/toml/scanner.hpp"
#include "core/toml/toml.hpp"
#include "core/util/error.hpp"
#include "core/util/unicode.hpp"

namespace gimlet::toml {
namespace {

using Key = std::vector<std::string>;

constexpr int max_depth = 1000;

std::string text_of(const Key& key) {
  std::string text;
  for (const auto& part : key) text += (&part == &key.front() ? "" : ".") + key_text(part);
  return text;
}

Key with(Key key, const std::string& part) {
  key.push_back(part);
  return key;
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

// Whether every underscore stands between digits.
bool underscores_fit(std::string_view number) {
  const std::string_view unsigned_part = number.substr(number.find_first_not_of("+-") == 1 ? 1 : 0);
  if (unsigned_part == "nan" || unsigned_part == "inf") return true;
  bool digit_before = false;
  for (const char c : number) {
    if (c == '_' && !digit_before) return false;
    digit_before = is_hex(c);
  }
  return digit_before;
}

bool has_leading_zero(std::string_view number) {
  if (number.size() > 1 && number[0] == '0') return number[1] != 'b' && number[1] != 'o' && number[1] != 'x';
  return number.size() > 2 && (number[0] == '-' || number[0] == '+') && number[1] == '0';
}

bool points_fit(std::string_view number) {
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (number[i] == '.' && !(i + 1 < number.size() && number[i + 1] >= '0' && number[i + 1] <= '9'))
      return false;
  }
  return true;
}

// Whether a part of a date is shorter than its layout's: Go would read it.
bool lacks_zero(std::string_view text, std::string_view layout) {
  for (std::size_t i = 0; i < layout.size(); ++i) {
    const char c = layout[i];
    if (c == '.' || c == 'Z') return false;
    if ((c < '0' || c > '9') && (i >= text.size() || text[i] != c)) return true;
  }
  return false;
}

struct DateForm {
  std::string_view layout;
  const char* zone;  // of what is written without one
};

constexpr std::array<DateForm, 7> date_forms{{{"2006-01-02T15:04:05.999999999Z07:00", nullptr},
                                              {"2006-01-02T15:04:05.999999999", "datetime-local"},
                                              {"2006-01-02", "date-local"},
                                              {"15:04:05.999999999", "time-local"},
                                              {"2006-01-02T15:04Z07:00", nullptr},
                                              {"2006-01-02T15:04", "datetime-local"},
                                              {"15:04", "time-local"}}};

// The tables of a document as they come about: which keys are taken, which tables were only implied by a
// longer name.
class Reader {
 public:
  Reader(std::string_view text, const ReadOptions& options)
      : text_(text), options_(options), scanner_(text) {}

  Value run() {
    try {
      for (auto line = scanner_.begin_line(); line != Scanner::Line::end; line = scanner_.begin_line()) {
        if (line == Scanner::Line::table) {
          table_line();
        } else {
          key_line();
        }
        scanner_.end_line();
      }
    } catch (const Fault& fault) {
      const std::string key = current();
      const std::string last = key.empty() ? "" : " (last key " + go::quote(key) + ")";
      SyntaxError error(fault.message, fmt::format("toml: line {}{}: {}", fault.line, last, fault.message));
      error.at(position(fault.at));
      throw error;  // NOLINT(misc-throw-by-value-catch-by-reference): a named object thrown by value
    }
    return root_;
  }

 private:
  // The key that messages name.
  [[nodiscard]] std::string current() const {
    if (key_.empty()) return text_of(context_);
    return context_.empty() ? key_ : text_of(context_) + "." + key_;
  }

  [[nodiscard]] Position position(std::size_t at) const {
    const std::string_view before = text_.substr(0, at);
    const std::size_t line_begin = before.rfind('\n') + 1;  // 0 in the first line
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto column = unicode::count(before.substr(line_begin)) + 1;
    return {options_.source, static_cast<int>(line), static_cast<int>(column)};
  }

  void tell(const std::string& key, const Value& item) const {
    if (options_.entry) options_.entry(key.empty() ? context_ : with(context_, key), position(key_at_), item);
  }

  // A fault of the key read last.
  [[noreturn]] void fault(const std::string& message) const { throw Fault{key_line_, key_at_, message}; }
  [[noreturn]] static void fault(const Token& token, const std::string& message) {
    throw Fault{token.line, token.at, message};
  }

  void begin_key(const Token& part) {
    key_line_ = part.line;
    key_at_ = part.at;
  }

  void table_line() {
    const bool array = scanner_.is_table_array();
    Key key;
    do {
      const Token part = scanner_.table_name();
      if (key.empty()) begin_key(part);
      key.push_back(part.text);
    } while (scanner_.more_table_name());
    if (array) scanner_.end_table_array();
    add_context(key, array);
    set_type("", false);
    tell("", Value::map());
  }

  void key_line() {
    const Key outer = context_;
    scanner_.begin_key();
    read_key();
    const std::size_t at = key_at_;
    const Value item = value(false, 0);
    set(key_, item);
    set_type(key_, is_array(item));
    key_at_ = at;
    tell(key_, item);
    context_ = outer;
    key_.clear();
  }

  // Reads "a.b.c =": a and b become the context, c the key. Gives a and b.
  Key read_key() {
    Key key;
    do {
      const Token part = scanner_.key_part();
      if (key.empty()) begin_key(part);
      key.push_back(part.text);
    } while (scanner_.more_key());
    key_ = key.back();
    key.pop_back();
    for (const auto& part : key) {
      const Key context = with(context_, part);
      implicit_.insert(text_of(context));
      add_context(context, false);
    }
    return key;
  }

  // The table a map or table array stands for: the last one of an array.
  static std::shared_ptr<Map> table_in(const Value& value) {
    if (value.is_map()) return value.map_ref();
    const bool tables = value.is_list() && value.as_list().element == ElementType::map_string_any;
    return tables ? value.as_list().items.back().map_ref() : nullptr;
  }

  void add_context(const Key& key, bool array) {
    std::shared_ptr<Map> table = root_.map_ref();
    Key parent;
    for (std::size_t i = 0; i + 1 < key.size(); ++i) {
      parent.push_back(key[i]);
      const auto [entry, added] = table->entries.try_emplace(key[i]);
      if (added) {
        implicit_.insert(text_of(parent));
        entry->second = Value::map();
      }
      table = table_in(entry->second);
      if (!table) fault("Key '" + text_of(parent) + "' was already created as a hash.");
    }
    context_ = parent;
    if (array) {
      const auto [entry, added] = table->entries.try_emplace(key.back());
      if (added) entry->second = Value::list({}, ElementType::map_string_any);
      const bool tables =
          entry->second.is_list() && entry->second.as_list().element == ElementType::map_string_any;
      if (!tables) fault("Key '" + text_of(key) + "' was already created and cannot be used as an array.");
      entry->second.as_list().items.push_back(Value::map());
    } else {
      set(key.back(), Value::map());
    }
    context_.push_back(key.back());
  }

  void set(const std::string& key, const Value& value) {
    std::shared_ptr<Map> table = root_.map_ref();
    Key path;
    for (const auto& part : context_) {
      path.push_back(part);
      table = table_in(table->entries[part]);
      if (!table) fault("Key '" + text_of(path) + "' has already been defined.");
    }
    path.push_back(key);
    const std::string name = text_of(path);
    const auto entry = table->entries.find(key);
    if (entry == table->entries.end()) {
      table->entries.emplace(key, value);
      return;
    }
    // What was only implied may be said once; an array of inline tables replaces what they left while they
    // were read.
    if (implicit_.erase(name) == 0) fault("Key '" + name + "' has already been defined.");
    if (arrays_.contains(name)) entry->second = value;
  }

  static bool is_array(const Value& value) {
    return value.is_list() && value.as_list().element == ElementType::any;
  }

  // Remembers which keys hold arrays. Like the library it takes an empty key for the table it is in.
  void set_type(const std::string& key, bool array) {
    const std::string name = text_of(key.empty() ? context_ : with(context_, key));
    if (array) {
      arrays_.insert(name);
    } else {
      arrays_.erase(name);
    }
  }

  Value value(bool in_array, int depth) {
    if (depth > max_depth) fault("nested too deep");
    const Token token = scanner_.value();
    switch (token.kind) {
      case Token::Kind::text:
        return token.text;
      case Token::Kind::integer:
        return integer(token);
      case Token::Kind::floating:
        return floating(token);
      case Token::Kind::boolean:
        return token.text == "true";
      case Token::Kind::datetime:
        return datetime(token);
      case Token::Kind::array:
        return array(depth);
      case Token::Kind::table:
        return inline_table(in_array, depth);
    }
    return {};
  }

  Value array(int depth) {
    set_type(key_, true);
    std::vector<Value> items;
    while (scanner_.next_element(items.empty())) items.push_back(value(true, depth + 1));
    return Value::list(std::move(items));
  }

  Value inline_table(bool in_array, int depth) {
    const Key outer = context_;
    const std::string outer_key = key_;
    const Key inner = with(context_, key_);
    key_.clear();
    implicit_.insert(text_of(inner));
    add_context(inner, in_array);
    context_ = inner;
    Value table = Value::map();
    bool first = true;
    while (scanner_.next_entry(first)) {
      first = false;
      scanner_.begin_key();
      const Key path = read_key();
      const std::string name = key_;
      const Value item = value(false, depth + 1);
      set(name, item);
      set_type(name, is_array(item));
      put(table, path, name, item);
      context_ = inner;
    }
    context_ = outer;
    key_ = outer_key;
    return table;
  }

  void put(const Value& table, const Key& path, const std::string& name, const Value& item) const {
    std::shared_ptr<Map> map = table.map_ref();
    for (const auto& part : path) {
      const auto [entry, added] = map->entries.try_emplace(part);
      if (added) entry->second = Value::map();
      if (!entry->second.is_map()) fault(go::quote(text_of(context_)) + " is not a table");
      map = entry->second.map_ref();
    }
    map->entries.insert_or_assign(name, item);
  }

  static Value integer(const Token& token) {
    const std::string quoted = go::quote(token.text);
    if (!underscores_fit(token.text)) {
      fault(token, "Invalid integer " + quoted + ": underscores must be surrounded by digits");
    }
    if (has_leading_zero(token.text))
      fault(token, "Invalid integer " + quoted + ": cannot have leading zeroes");
    const auto number = go::parse_int(token.text);
    if (!number) fault(token, token.text + " is out of range for int64");
    return Value::go_int64(*number);
  }

  static Value floating(const Token& token) {
    const std::string quoted = go::quote(token.text);
    std::string_view rest = token.text;
    for (bool first = true; !rest.empty(); first = false) {
      const auto length = std::min(rest.find_first_of(".eE"), rest.size());
      const std::string_view part = rest.substr(0, length);
      rest.remove_prefix(std::min(length + 1, rest.size()));
      if (part.empty()) continue;
      if (!underscores_fit(part)) {
        fault(token, "Invalid float " + quoted + ": underscores must be surrounded by digits");
      }
      if (first && has_leading_zero(part))
        fault(token, "Invalid float " + quoted + ": cannot have leading zeroes");
    }
    if (!points_fit(token.text)) {
      fault(token, "Invalid float " + quoted + ": '.' must be followed by one or more digits");
    }
    std::string text = token.text;
    std::erase(text, '_');
    if (text == "nan" || text == "+nan" || text == "-nan") {
      return std::copysign(std::numeric_limits<double>::quiet_NaN(), text[0] == '-' ? -1.0 : 1.0);
    }
    if (const auto number = go::parse_float(text)) return *number;
    if (is_decimal(text)) fault(token, token.text + " is out of range for float64");
    fault(token, "Invalid float value: " + quoted);
  }

  // Whether a text has the form of a number: sign, digits, a fraction, an exponent.
  static bool is_decimal(std::string_view text) {
    const auto skip_digits = [&text] {
      const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
      text.remove_prefix(end);
      return end > 0;
    };
    const auto skip = [&text](std::string_view set) {
      if (text.empty() || set.find(text[0]) == std::string_view::npos) return false;
      text.remove_prefix(1);
      return true;
    };
    skip("+-");
    bool ok = skip_digits();
    if (skip(".")) ok = skip_digits() && ok;
    if (skip("eE")) {
      skip("+-");
      ok = skip_digits() && ok;
    }
    return ok && text.empty();
  }

  [[nodiscard]] Value datetime(const Token& token) const {
    std::string text = token.text;
    for (char& c : text) {
      if (c == 'z') c = 'Z';
      if (c == 't' || c == ' ') c = 'T';
    }
    for (const auto& form : date_forms) {
      std::optional<go::Time> time;
      try {
        time = go::parse_time(form.layout, text);
      } catch (const Error&) {
        continue;
      }
      if (lacks_zero(text, form.layout)) break;
      if (options_.time == nullptr) return token.text;
      const auto zone = form.zone == nullptr ? time->zone() : go::TimeZone::fixed(0, form.zone);
      return options_.time(go::Time(time->seconds(), time->nanoseconds(), zone));
    }
    fault(token, "invalid datetime: " + go::quote(text));
  }

  std::string_view text_;
  const ReadOptions& options_;
  Scanner scanner_;
  Value root_ = Value::map();
  Key context_;      // the table that is in scope
  std::string key_;  // what a value is read for
  int key_line_ = 0;
  std::size_t key_at_ = 0;
  std::set<std::string> implicit_;
  std::set<std::string> arrays_;
};

}  // namespace

Value read(std::string_view text, const ReadOptions& options) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) text.remove_prefix(2);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.substr(0, 6).find('\0') != std::string_view::npos) {
    const std::string message =
        "files cannot contain NULL bytes; probably using UTF-16; TOML files must be UTF-8";
    throw SyntaxError(message, "toml: line 1: " + message);
  }
  return Reader(text, options).run();
}

}  // namespace gimlet::toml
