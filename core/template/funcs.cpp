#include "core/template/funcs.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/go/url.hpp"
#include "core/util/error.hpp"
#include "core/value/format.hpp"

namespace gimlet::tmpl {
namespace {

struct Entry {
  std::string_view name;
  Builtin builtin;
  Arity arity;
};

constexpr std::array<Entry, 19> kBuiltins{{{"and", Builtin::and_, {1, true}},
                                           {"call", Builtin::call, {1, true}},
                                           {"eq", Builtin::eq, {1, true}},
                                           {"ge", Builtin::ge, {2, false}},
                                           {"gt", Builtin::gt, {2, false}},
                                           {"html", Builtin::html, {0, true}},
                                           {"index", Builtin::index, {1, true}},
                                           {"js", Builtin::js, {0, true}},
                                           {"le", Builtin::le, {2, false}},
                                           {"len", Builtin::len, {1, false}},
                                           {"lt", Builtin::lt, {2, false}},
                                           {"ne", Builtin::ne, {2, false}},
                                           {"not", Builtin::not_, {1, false}},
                                           {"or", Builtin::or_, {1, true}},
                                           {"print", Builtin::print, {0, true}},
                                           {"printf", Builtin::printf, {1, true}},
                                           {"println", Builtin::println, {0, true}},
                                           {"slice", Builtin::slice, {1, true}},
                                           {"urlquery", Builtin::urlquery, {0, true}}}};

[[noreturn]] void fail(std::string message) {
  throw Error(ErrorCode::bad_input, std::move(message));
}

std::vector<Value> values_of(std::vector<Operand>& arguments, std::size_t from = 0) {
  std::vector<Value> values;
  values.reserve(arguments.size());
  for (std::size_t i = from; i < arguments.size(); ++i) values.push_back(arguments[i].take());
  return values;
}

// The text that html, js and urlquery escape: as print, but nil reads "<no value>".
std::string escaper_text(std::vector<Operand>& arguments) {
  std::vector<Value> values = values_of(arguments);
  for (Value& value : values) {
    if (value.is_nil()) value = "<no value>";
  }
  return format_print(values);
}

// An index into something of `size` elements; the size itself is let through, as in Go.
std::size_t position(const Operand& index, std::size_t size) {
  if (index.is_nil()) fail("cannot index slice/array with nil");
  if (!index.get().is_int()) fail("cannot index slice/array with type " + index.get().type_name());
  const std::int64_t at = index.get().as_int().value;
  if (at < 0 || static_cast<std::uint64_t>(at) > size) fail("index out of range: " + std::to_string(at));
  return static_cast<std::size_t>(at);
}

Operand element_at(const Value& item, const Operand& index) {
  if (item.is_string()) {
    const std::string& text = item.as_string();
    const std::size_t at = position(index, text.size());
    if (at == text.size()) fail("reflect: string index out of range");
    return {Integer{static_cast<unsigned char>(text[at]), IntType::uint8}, Operand::Shape::concrete};
  }
  const List& list = item.as_list();
  const std::size_t at = position(index, list.items.size());
  if (at == list.items.size()) fail("reflect: slice index out of range");
  const bool any = list.element == ElementType::any;
  return {list.items[at], any ? Operand::Shape::interface : Operand::Shape::concrete};
}

Operand entry_at(const Value& item, const Operand& key) {
  if (key.is_nil()) fail("value is nil; should be of type string");
  if (!key.get().is_string()) fail("value has type " + key.get().type_name() + "; should be string");
  const ElementType element = item.as_map().element;
  const Value* found = item.find(key.get().as_string());
  return {found != nullptr ? *found : zero_of(element),
          element == ElementType::any ? Operand::Shape::interface : Operand::Shape::concrete};
}

Operand index(std::vector<Operand>& arguments) {
  if (arguments[0].is_nil()) fail("index of untyped nil");
  Operand item = std::move(arguments[0]);
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    if (item.is_nil()) fail("index of nil pointer");
    const Value holder = indirect(item.get());
    if (holder.is_string() || holder.is_list()) {
      item = element_at(holder, arguments[i]);
    } else if (holder.is_map()) {
      item = entry_at(holder, arguments[i]);
    } else {
      fail("can't index item of type " + item.get().type_name());
    }
  }
  return item;
}

Operand slice(std::vector<Operand>& arguments) {
  if (arguments[0].is_nil()) fail("slice of untyped nil");
  const std::size_t count = arguments.size() - 1;
  if (count > 3) fail("too many slice indexes: " + std::to_string(count));
  const Value item = indirect(arguments[0].get());
  if (!item.is_string() && !item.is_list()) fail("can't slice item of type " + item.type_name());
  if (item.is_string() && count == 3) fail("cannot 3-index slice a string");
  const std::size_t size = item.is_string() ? item.as_string().size() : item.as_list().items.size();
  std::array<std::size_t, 3> at{0, size, size};
  for (std::size_t i = 0; i < count; ++i) at.at(i) = position(arguments[i + 1], size);
  for (std::size_t i = 0; i + 1 < std::max<std::size_t>(count, 2); ++i) {
    if (at.at(i) > at.at(i + 1)) {
      fail("invalid slice index: " + std::to_string(at.at(i)) + " > " + std::to_string(at.at(i + 1)));
    }
  }
  if (item.is_string()) return {item.as_string().substr(at[0], at[1] - at[0]), Operand::Shape::concrete};
  const auto& items = item.as_list().items;
  const auto begin = items.begin();
  return {
      Value::list({begin + static_cast<std::ptrdiff_t>(at[0]), begin + static_cast<std::ptrdiff_t>(at[1])},
                  item.as_list().element),
      Operand::Shape::concrete};
}

Operand length(const Operand& argument) {
  if (!argument.valid()) fail("reflect: call of reflect.Value.Type on zero Value");
  if (argument.is_nil()) fail("len of nil pointer");
  const Value value = indirect(argument.get());
  std::size_t size = 0;
  if (value.is_string()) {
    size = value.as_string().size();
  } else if (value.is_list()) {
    size = value.as_list().items.size();
  } else if (value.is_map()) {
    size = value.as_map().entries.size();
  } else {
    fail("len of type " + argument.get().type_name());
  }
  return {Value::go_int(static_cast<std::int64_t>(size)), Operand::Shape::concrete};
}

bool less_or_equal(const std::vector<Operand>& arguments) {
  return less(arguments[0], arguments[1]) || equals_any(arguments);
}

}  // namespace

Value zero_of(ElementType type) {
  switch (type) {
    case ElementType::string:
      return "";
    case ElementType::int_:
      return 0;
    case ElementType::float64:
      return 0.0;
    case ElementType::byte:
      return Integer{0, IntType::uint8};
    case ElementType::map_string_any:
      return Value::nil_map();
    case ElementType::list_any:
      return Value::nil_list();
    case ElementType::any:
      break;
  }
  return {};
}

Builtin find_builtin(std::string_view name) {
  const auto* entry =
      std::find_if(kBuiltins.begin(), kBuiltins.end(), [name](const Entry& e) { return e.name == name; });
  return entry == kBuiltins.end() ? Builtin::none : entry->builtin;
}

Arity arity_of(Builtin builtin) {
  const auto* entry = std::find_if(kBuiltins.begin(), kBuiltins.end(),
                                   [builtin](const Entry& e) { return e.builtin == builtin; });
  return entry == kBuiltins.end() ? Arity{0, true} : entry->arity;
}

Value indirect(const Value& value) {
  if (!value.is_object()) return value;
  Value underlying = value.as_object().underlying();
  return underlying.is_nil() ? value : underlying;
}

Operand call_builtin(Builtin builtin, std::vector<Operand>& arguments, const std::string& call_name) {
  const auto made = [](Value value) { return Operand(std::move(value), Operand::Shape::concrete); };
  switch (builtin) {
    case Builtin::call:
      if (arguments[0].is_nil()) fail("call of nil");
      fail("non-function " + call_name + " of type " + arguments[0].get().type_name());
    case Builtin::eq:
      return made(equals_any(arguments));
    case Builtin::ne:
      return made(!equals_any(arguments));
    case Builtin::lt:
      return made(less(arguments[0], arguments[1]));
    case Builtin::le:
      return made(less_or_equal(arguments));
    case Builtin::gt:
      return made(!less_or_equal(arguments));
    case Builtin::ge:
      return made(!less(arguments[0], arguments[1]));
    case Builtin::html:
      return made(escape_html(escaper_text(arguments)));
    case Builtin::js:
      return made(escape_js(escaper_text(arguments)));
    case Builtin::urlquery:
      return made(go::escape_query(escaper_text(arguments)));
    case Builtin::index:
      return index(arguments);
    case Builtin::slice:
      return slice(arguments);
    case Builtin::len:
      return length(arguments[0]);
    case Builtin::not_:
      return made(!arguments[0].get().truth());
    case Builtin::print:
      return made(format_print(values_of(arguments)));
    case Builtin::println:
      return made(format_println(values_of(arguments)));
    case Builtin::printf:
      return made(format_printf(arguments[0].get().as_string(), values_of(arguments, 1)));
    case Builtin::and_:
    case Builtin::or_:
    case Builtin::none:
      break;
  }
  return {};
}

}  // namespace gimlet::tmpl
