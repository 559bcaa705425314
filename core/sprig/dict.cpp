#include "core/sprig/convert.hpp"
#include "core/sprig/families.hpp"

namespace gimlet::sprig {
namespace {

using tmpl::map_argument;
using tmpl::string_argument;

const Value* find(const Map& map, const std::string& key) {
  const auto entry = map.entries.find(key);
  return entry == map.entries.end() ? nullptr : &entry->second;
}

Value dict_of(const Arguments& values) {
  Value map = Value::map();
  for (std::size_t i = 0; i < values.size(); i += 2) {
    map.as_map().entries.insert_or_assign(to_text(values[i]),
                                          i + 1 < values.size() ? values[i + 1] : Value(""));
  }
  return map;
}

// The entries of a map whose keys are (or are not) among the arguments after it.
Value selected(const Arguments& a, bool wanted) {
  const auto& source = map_argument(a, 0);
  Map keys;
  for (std::size_t i = 1; i < a.size(); ++i) keys.entries.emplace(string_argument(a, i), Value());
  Value result = Value::map();
  for (const auto& [key, value] : source->entries) {
    if ((find(keys, key) != nullptr) == wanted) result.as_map().entries.emplace(key, value);
  }
  return result;
}

// What Go's type assertions say of a value of another type.
void check_assertion(bool holds, const Value& value, const char* type) {
  if (holds) return;
  fail("interface conversion: interface {} is " + (value.is_nil() ? "nil" : value.type_name()) + ", not " +
       type);
}

// A map of just this type: one of a defined type, such as .Values, is another.
const Map& asserted_map(const Value& value) {
  const bool plain = value.is_map() && value.as_map().element == ElementType::any;
  check_assertion(plain, value, "map[string]interface {}");
  return value.as_map();
}

Value dig(const Arguments& a) {
  if (a.size() < 3) fail("dig needs at least three arguments");
  asserted_map(a.back());
  for (std::size_t i = 0; i + 2 < a.size(); ++i) check_assertion(a[i].is_string(), a[i], "string");
  const Value* step = &a.back();
  for (std::size_t i = 0; i + 2 < a.size(); ++i) {
    step = find(asserted_map(*step), a[i].as_string());
    if (step == nullptr) return a[a.size() - 2];
  }
  return *step;
}

// The map that a value is, also one of a defined type; null for anything else.
Map* map_in(const Value& value) {
  if (value.is_map()) return &value.as_map();
  const auto* map = value.is_object() ? value.as_object().map_ref() : nullptr;
  return map == nullptr ? nullptr : map->get();
}

// What happens to a key that both maps have.
enum class Clash : bool { keep, overwrite };

// mergo's merge: maps into maps, key by key; what `into` lacks or has empty is taken from `from`. Like mergo
// it shares what it takes.
void merge_map(Map& into, const Map& from, Clash clash, int depth) {
  constexpr int max_depth = 1000;
  if (depth > max_depth) fail("merge: nested too deep, or a cycle");
  if (&into == &from) return;
  if (into.element != from.element && into.element != ElementType::any && !from.entries.empty()) {
    fail("reflect.Value.SetMapIndex: value of type interface {} is not assignable to type string");
  }
  for (const auto& [key, value] : from.entries) {
    const auto present = into.entries.find(key);
    if (value.is_nil()) {
      if (clash == Clash::overwrite) into.entries.insert_or_assign(key, value);
      continue;
    }
    if (present == into.entries.end()) {
      into.entries.emplace(key, value);
      continue;
    }
    Map* source = map_in(value);
    Map* target = map_in(present->second);
    const bool maps = source != nullptr && target != nullptr;
    if (maps) merge_map(*target, *source, clash, depth + 1);
    if (is_empty(present->second) || (clash == Clash::overwrite && !maps)) present->second = value;
  }
}

Value merged(const Arguments& a, Clash clash) {
  for (std::size_t i = 0; i < a.size(); ++i) map_argument(a, i);
  const auto& into = map_argument(a, 0);
  for (std::size_t i = 1; i < a.size(); ++i) merge_map(*into, *map_argument(a, i), clash, 0);
  return into;
}

void add_merging(FunctionTable& table) {
  define(table, "merge DICT [DICT...]",
         "The first map, with what it lacks or has empty taken from the others.",
         [](Arguments& a) -> Value { return merged(a, Clash::keep); });
  define(table, "mergeOverwrite DICT [DICT...]",
         "The first map, with the entries of the others put over its own.",
         [](Arguments& a) -> Value { return merged(a, Clash::overwrite); });
  alias(table, "mustMerge", "merge");
  alias(table, "mustMergeOverwrite", "mergeOverwrite");
}

void add_access(FunctionTable& table) {
  define(table, "get DICT KEY", "The value of KEY, or \"\".", [](Arguments& a) -> Value {
    const auto& dict = map_argument(a, 0);
    const Value* value = find(*dict, string_argument(a, 1));
    return value == nullptr ? Value("") : *value;
  });
  define(table, "set DICT KEY VALUE", "DICT, with KEY set in it.", [](Arguments& a) -> Value {
    const auto& dict = map_argument(a, 0);
    const auto& key = string_argument(a, 1);
    if (dict->nil) fail("assignment to entry in nil map");
    dict->entries.insert_or_assign(key, a[2]);
    return dict;
  });
  define(table, "unset DICT KEY", "DICT, with KEY taken out of it.", [](Arguments& a) -> Value {
    const auto& dict = map_argument(a, 0);
    dict->entries.erase(string_argument(a, 1));
    return dict;
  });
  define(table, "hasKey DICT KEY", "Whether DICT has KEY.", [](Arguments& a) -> Value {
    const auto& dict = map_argument(a, 0);
    return find(*dict, string_argument(a, 1)) != nullptr;
  });
  define(table, "dig [KEYS_DEFAULT_DICT...]",
         "The value at a path of keys in a map: dig KEY... DEFAULT DICT.",
         [](Arguments& a) -> Value { return dig(a); });
}

}  // namespace

void add_dicts(FunctionTable& table) {
  add_access(table);
  add_merging(table);
  define(table, "dict [KEY_AND_VALUE...]", "A map of keys and values.",
         [](Arguments& a) -> Value { return dict_of(a); });
  define(table, "keys [DICT...]", "The keys of maps, sorted within each.", [](Arguments& a) -> Value {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < a.size(); ++i) {
      for (const auto& [key, value] : map_argument(a, i)->entries) names.push_back(key);
    }
    return text_list(names);
  });
  define(table, "values DICT", "The values of a map, in the order of its keys.", [](Arguments& a) -> Value {
    std::vector<Value> items;
    for (const auto& [key, value] : map_argument(a, 0)->entries) items.push_back(value);
    return Value::list(std::move(items));
  });
  define(table, "pick DICT [KEY...]", "A map with only these keys of DICT.",
         [](Arguments& a) -> Value { return selected(a, true); });
  define(table, "omit DICT [KEY...]", "A map with all but these keys of DICT.",
         [](Arguments& a) -> Value { return selected(a, false); });
  define(table, "pluck KEY [DICT...]", "The values of KEY in those maps that have it.",
         [](Arguments& a) -> Value {
           const auto& key = string_argument(a, 0);
           std::vector<Value> items;
           for (std::size_t i = 1; i < a.size(); ++i) {
             const auto& dict = map_argument(a, i);
             if (const Value* value = find(*dict, key)) items.push_back(*value);
           }
           return Value::list(std::move(items));
         });
  define(table, "deepCopy VALUE", "A copy that shares nothing with VALUE.", [](Arguments& a) -> Value {
    if (a[0].is_nil()) fail("reflect: call of reflect.Value.Type on zero Value");
    return a[0].deep_copy();
  });
  alias(table, "mustDeepCopy", "deepCopy");
}

}  // namespace gimlet::sprig
