#include "core/schema/document.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "core/go/strconv.hpp"
#include "core/schema/decimal.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "core/value/json_tokens.hpp"

namespace gimlet::schema {
namespace {

constexpr std::size_t max_depth = 1000;
constexpr std::size_t usual_size = 6;  // of an object

[[noreturn]] void fail(const std::string& message) {
  throw Error(ErrorCode::bad_input, message);
}

Document scalar(Document::Kind kind, std::string_view text) {
  Document document;
  document.kind = kind;
  document.text = text;
  return document;
}

Document truth(bool value) {
  Document document;
  document.kind = Document::Kind::boolean;
  document.boolean = value;
  return document;
}

Document empty(Document::Kind kind) {
  Document document;
  document.kind = kind;
  return document;
}

// Sorts members by name; of several with one name the last stays.
void sort_members(std::vector<Member>& members) {
  const auto not_ascending = [](const Member& a, const Member& b) { return a.name >= b.name; };
  if (std::ranges::adjacent_find(members, not_ascending) == members.end()) return;
  std::vector<std::size_t> order(members.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const int compared = members[a].name.compare(members[b].name);
    return compared != 0 ? compared < 0 : a < b;
  });
  std::vector<Member> kept;
  kept.reserve(members.size());
  for (const std::size_t i : order) {
    if (!kept.empty() && kept.back().name == members[i].name) kept.pop_back();
    kept.push_back(std::move(members[i]));
  }
  members = std::move(kept);
}

// The decoder's words where they differ from those of the function that takes the whole text.
std::string decoder_words(const std::string& problem, std::string_view text) {
  if (problem == "unexpected end of JSON input") return trim(text).empty() ? "EOF" : "unexpected EOF";
  if (problem.ends_with("after top-level value")) return "invalid character after top-level value";
  return problem;
}

// What read_json_text makes.
struct Maker {
  using Node = Document;
  using Text = std::string_view;

  Texts& texts;
  std::string_view whole;

  [[noreturn]] void malformed(const std::string& problem) const { fail(decoder_words(problem, whole)); }
  static void check_depth(std::size_t depth) {
    if (depth >= max_depth) fail(fmt::format("nested deeper than {} levels", max_depth));
  }
  static Document null() { return {}; }
  static Document boolean(bool value) { return truth(value); }
  static Document string(Text text) { return scalar(Document::Kind::string, text); }
  static Document number(Text text) { return scalar(Document::Kind::number, text); }
  [[nodiscard]] Text text(JsonTokens& tokens) const {
    if (const auto plain = tokens.plain_string()) return *plain;
    return texts.emplace_back(tokens.string());
  }
  static Document object() { return empty(Document::Kind::object); }
  static Document array() { return empty(Document::Kind::array); }
  static void put(Document& object, Text name, Document value) {
    if (object.members.empty()) object.members.reserve(usual_size);
    object.members.push_back({name, std::move(value)});
  }
  static void put(Document& array, Document value) { array.items.push_back(std::move(value)); }
  static void end_object(Document& object) { sort_members(object.members); }
};

Document convert(const Value& value, Texts& texts, std::size_t depth) {
  if (depth > max_depth) fail(fmt::format("nested deeper than {} levels", max_depth));
  switch (value.kind()) {
    case Value::Kind::nil:
      return {};
    case Value::Kind::boolean:
      return truth(value.as_bool());
    case Value::Kind::integer: {
      const Integer& integer = value.as_int();
      const bool is_unsigned = integer.type == IntType::uint64 || integer.type == IntType::uint;
      return scalar(Document::Kind::number,
                    texts.emplace_back(is_unsigned ? std::to_string(static_cast<std::uint64_t>(integer.value))
                                                   : std::to_string(integer.value)));
    }
    case Value::Kind::floating:
      return scalar(Document::Kind::number, texts.emplace_back(go::format_float(value.as_float())));
    case Value::Kind::string:
      return scalar(Document::Kind::string, value.as_string());
    case Value::Kind::list: {
      Document list = empty(Document::Kind::array);
      for (const Value& item : value.as_list().items) list.items.push_back(convert(item, texts, depth + 1));
      return list;
    }
    case Value::Kind::map: {
      Document map = empty(Document::Kind::object);
      for (const auto& [name, item] : value.as_map().entries) {
        map.members.push_back({name, convert(item, texts, depth + 1)});
      }
      return map;
    }
    default:
      fail("invalid jsonType " + value.type_name());
  }
}

bool equal_numbers(const Document& a, const Document& b) {
  const auto first = Decimal::parse(a.text);
  return first ? first == Decimal::parse(b.text) : a.text == b.text;
}

}  // namespace

const Document* Document::find(std::string_view name) const {
  constexpr std::size_t few = 8;
  if (members.size() <= few) {
    for (const Member& member : members) {
      if (member.name == name) return &member.value;
    }
    return nullptr;
  }
  const auto found =
      std::lower_bound(members.begin(), members.end(), name,
                       [](const Member& member, std::string_view n) { return member.name < n; });
  return found != members.end() && found->name == name ? &found->value : nullptr;
}

Document parse_document(std::string_view text, Texts& texts) {
  Maker maker{texts, text};
  return read_json_text(text, maker);
}

Document document_of(const Value& value, Texts& texts) {
  return convert(value, texts, 0);
}

bool equal(const Document& a, const Document& b) {
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case Document::Kind::null:
      return true;
    case Document::Kind::boolean:
      return a.boolean == b.boolean;
    case Document::Kind::number:
      return equal_numbers(a, b);
    case Document::Kind::string:
      return a.text == b.text;
    case Document::Kind::array:
      return std::ranges::equal(a.items, b.items, equal);
    case Document::Kind::object:
      break;
  }
  return std::ranges::equal(a.members, b.members, [](const Member& x, const Member& y) {
    return x.name == y.name && equal(x.value, y.value);
  });
}

}  // namespace gimlet::schema
