#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/sprig/convert.hpp"
#include "core/sprig/families.hpp"

namespace gimlet::sprig {
namespace {

using Items = std::vector<Value>;

// The elements of a list of any type; `complaint` says what Go says about anything else, before its kind.
const Items& items_of(const Value& list, std::string_view complaint) {
  if (list.is_nil()) fail("runtime error: invalid memory address or nil pointer dereference");
  if (!list.is_list()) fail(fmt::format("{} {}", complaint, kind_name(list)));
  return list.as_list().items;
}

bool holds(const Items& items, const Value& wanted) {
  return std::any_of(items.begin(), items.end(), [&](const Value& item) { return deep_equal(wanted, item); });
}

Value sliced(const Arguments& a) {
  const Items& items = items_of(a[0], "list should be type of slice or array but");
  if (items.empty()) return {};
  const auto size = static_cast<std::int64_t>(items.size());
  const std::int64_t start = a.size() > 1 ? to_int64(a[1]) : 0;
  const std::int64_t end = a.size() > 2 ? to_int64(a[2]) : size;
  if (start < 0 || end < start || end > size) fail("reflect.Value.Slice: slice index out of bounds");
  return Value::list(Items(items.begin() + start, items.begin() + end), a[0].as_list().element);
}

Value chunks(const Value& list, std::int64_t size) {
  const Items& items = items_of(list, "Cannot chunk type");
  if (size <= 0) {
    // Go counts floor((length - 1) / size) + 1 chunks and cannot make any of that size.
    const double count = std::floor((static_cast<double>(items.size()) - 1) / static_cast<double>(size)) + 1;
    if (count != 0) fail("runtime error: makeslice: len out of range");
    return Value::list({}, ElementType::list_any);
  }
  Items result;
  for (auto rest = items.begin(); rest != items.end();) {
    const auto length = std::min<std::int64_t>(size, items.end() - rest);
    result.push_back(Value::list(Items(rest, rest + length)));
    rest += length;
  }
  return Value::list(std::move(result), ElementType::list_any);
}

Value concatenated(const Arguments& lists) {
  Items result;
  for (const auto& list : lists) {
    if (list.is_nil()) items_of(list, "");
    if (!list.is_list()) fail(fmt::format("Cannot concat type {} as list", kind_name(list)));
    const auto& items = list.as_list().items;
    check_list_size(result.size() + items.size());
    result.insert(result.end(), items.begin(), items.end());
  }
  return result.empty() ? Value::nil_list() : Value::list(std::move(result));
}

// Defines a function and its twin with "must" before the name: here both fail with an error.
void define_both(FunctionTable& table, const std::string& signature, const std::string& doc,
                 const Body& body) {
  define(table, signature, doc, body);
  std::string must = "must" + signature;
  must[4] = static_cast<char>(must[4] - 'a' + 'A');
  define(table, must, doc, body);
}

void add_ends(FunctionTable& table) {
  define_both(table, "first LIST", "The first element, nil of an empty list.", [](Arguments& a) -> Value {
    const Items& items = items_of(a[0], "Cannot find first on type");
    return items.empty() ? Value() : items.front();
  });
  define_both(table, "last LIST", "The last element, nil of an empty list.", [](Arguments& a) -> Value {
    const Items& items = items_of(a[0], "Cannot find last on type");
    return items.empty() ? Value() : items.back();
  });
  define_both(table, "rest LIST", "All but the first element.", [](Arguments& a) -> Value {
    const Items& items = items_of(a[0], "Cannot find rest on type");
    return items.empty() ? Value::nil_list() : Value::list(Items(items.begin() + 1, items.end()));
  });
  define_both(table, "initial LIST", "All but the last element.", [](Arguments& a) -> Value {
    const Items& items = items_of(a[0], "Cannot find initial on type");
    return items.empty() ? Value::nil_list() : Value::list(Items(items.begin(), items.end() - 1));
  });
  define_both(table, "append LIST VALUE", "A list with VALUE at its end.", [](Arguments& a) -> Value {
    Items items = items_of(a[0], "Cannot push on type");
    items.push_back(a[1]);
    return Value::list(std::move(items));
  });
  alias(table, "push", "append");
  alias(table, "mustPush", "mustAppend");
  define_both(table, "prepend LIST VALUE", "A list with VALUE at its beginning.", [](Arguments& a) -> Value {
    Items items = items_of(a[0], "Cannot prepend on type");
    items.insert(items.begin(), a[1]);
    return Value::list(std::move(items));
  });
}

void add_selection(FunctionTable& table) {
  define_both(table, "compact LIST", "The elements that are not empty.", [](Arguments& a) -> Value {
    Items items = items_of(a[0], "Cannot compact on type");
    std::erase_if(items, is_empty);
    return Value::list(std::move(items));
  });
  define_both(table, "uniq LIST", "Every element once.", [](Arguments& a) -> Value {
    Items result;
    for (const auto& item : items_of(a[0], "Cannot find uniq on type")) {
      if (!holds(result, item)) result.push_back(item);
    }
    return Value::list(std::move(result));
  });
  define_both(table, "without LIST [VALUE...]", "The elements that are none of the values.",
              [](Arguments& a) -> Value {
                const Items unwanted(a.begin() + 1, a.end());
                Items items = items_of(a[0], "Cannot find without on type");
                std::erase_if(items, [&](const Value& item) { return holds(unwanted, item); });
                return Value::list(std::move(items));
              });
  define_both(table, "has VALUE LIST", "Whether VALUE is an element of LIST.", [](Arguments& a) -> Value {
    return !a[1].is_nil() && holds(items_of(a[1], "Cannot find has on type"), a[0]);
  });
  define_both(table, "slice LIST [START_AND_END...]", "The elements from START up to but without END.",
              [](Arguments& a) -> Value { return sliced(a); });
}

}  // namespace

void add_lists(FunctionTable& table) {
  add_ends(table);
  add_selection(table);
  define(table, "list [VALUE...]", "A list of the values.",
         [](Arguments& a) -> Value { return Value::list(Items(a)); });
  alias(table, "tuple", "list");
  define_both(table, "reverse LIST", "The elements in reverse order.", [](Arguments& a) -> Value {
    const Items& items = items_of(a[0], "Cannot find reverse on type");
    return Value::list(Items(items.rbegin(), items.rend()));
  });
  define_both(table, "chunk SIZE LIST", "LIST in lists of at most SIZE elements.", [](Arguments& a) -> Value {
    const std::int64_t size = tmpl::int_argument(a, 0);
    return chunks(a[1], size);
  });
  define(table, "concat [LIST...]", "The elements of all lists.",
         [](Arguments& a) -> Value { return concatenated(a); });
  define(table, "sortAlpha LIST", "The elements as texts, sorted by bytes.", [](Arguments& a) -> Value {
    std::vector<std::string> texts = to_texts(a[0]);
    if (a[0].is_list()) std::sort(texts.begin(), texts.end());
    return text_list(a[0].is_nil() ? std::vector<std::string>{"<nil>"} : texts);
  });
}

}  // namespace gimlet::sprig
