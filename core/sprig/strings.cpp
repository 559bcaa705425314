#include <algorithm>

#include <fmt/format.h>

#include "core/go/strconv.hpp"
#include "core/sprig/convert.hpp"
#include "core/sprig/families.hpp"
#include "core/util/string.hpp"
#include "core/util/unicode.hpp"
#include "core/value/format.hpp"

namespace gimlet::sprig {
namespace {

using tmpl::int_argument;
using tmpl::string_argument;

std::size_t rune_length(std::string_view text, std::size_t at) {
  return unicode::decode(text, at).length;
}

// strings.SplitN: at most `limit` parts (any number if negative); an empty separator splits between
// characters.
std::vector<std::string> split_text(std::string_view text, std::string_view separator, std::int64_t limit) {
  std::vector<std::string> parts;
  if (limit == 0) return parts;
  const auto full = [&] { return limit > 0 && static_cast<std::int64_t>(parts.size()) + 1 >= limit; };
  if (separator.empty()) {
    while (!text.empty() && !full()) {
      const std::size_t length = rune_length(text, 0);
      parts.emplace_back(text.substr(0, length));
      text.remove_prefix(length);
    }
    if (!text.empty()) parts.emplace_back(text);
    return parts;
  }
  for (std::size_t at = text.find(separator); at != std::string_view::npos && !full();
       at = text.find(separator)) {
    parts.emplace_back(text.substr(0, at));
    text.remove_prefix(at + separator.size());
  }
  parts.emplace_back(text);
  return parts;
}

// The parts as map[string]string with the keys _0, _1, …
Value numbered(const std::vector<std::string>& parts) {
  Value map = Value::map(ElementType::string);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    map.as_map().entries.emplace("_" + std::to_string(i), parts[i]);
  }
  return map;
}

// strings.ReplaceAll; an empty `from` matches before every character and at the end.
std::string replace_text(std::string_view text, std::string_view from, std::string_view to) {
  std::string result;
  if (!from.empty()) {
    for (std::size_t at = text.find(from); at != std::string_view::npos; at = text.find(from)) {
      result.append(text.substr(0, at)).append(to);
      text.remove_prefix(at + from.size());
      check_text_size(result.size());
    }
    return result.append(text);
  }
  result = to;
  while (!text.empty()) {
    const std::size_t length = rune_length(text, 0);
    result.append(text.substr(0, length)).append(to);
    text.remove_prefix(length);
    check_text_size(result.size());
  }
  return result;
}

template <class IsCut>
std::string_view trimmed_if(std::string_view text, IsCut is_cut) {
  while (!text.empty()) {
    const unicode::Rune rune = unicode::decode(text, 0);
    if (!is_cut(rune.code)) break;
    text.remove_prefix(rune.length);
  }
  while (!text.empty()) {
    std::size_t last = text.size() - 1;
    while (last > 0 && text.size() - last < 4 && (static_cast<unsigned char>(text[last]) & 0xC0U) == 0x80U)
      --last;
    unicode::Rune rune = unicode::decode(text, last);
    if (last + rune.length != text.size()) rune = {unicode::replacement_rune, 1};
    if (!is_cut(rune.code)) break;
    text.remove_suffix(rune.length);
  }
  return text;
}

std::string trim_all(std::string_view cutset, std::string_view text) {
  const std::u32string cut = unicode::to_runes(cutset);
  return std::string(trimmed_if(text, [&](char32_t c) { return cut.find(c) != std::u32string::npos; }));
}

[[noreturn]] void out_of_bounds(const std::string& what) {
  fail("runtime error: slice bounds out of range " + what);
}

// Go's text[start:end].
std::string slice_of(std::string_view text, std::int64_t start, std::int64_t end) {
  const auto size = static_cast<std::int64_t>(text.size());
  if (end < 0) out_of_bounds(fmt::format("[:{}]", end));
  if (end > size) out_of_bounds(fmt::format("[:{}] with length {}", end, size));
  if (start > end) out_of_bounds(fmt::format("[{}:{}]", start, end));
  return std::string(text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(end - start)));
}

std::string substring(std::string_view text, std::int64_t start, std::int64_t end) {
  const auto size = static_cast<std::int64_t>(text.size());
  if (start < 0) return slice_of(text, 0, end);
  if (end < 0 || end > size) return slice_of(text, start, size);
  return slice_of(text, start, end);
}

// Bytes, as in Go: a character may be cut in two.
std::string truncated(std::string_view text, std::int64_t length) {
  const auto size = static_cast<std::int64_t>(text.size());
  if (length < 0 && size + length > 0)
    return std::string(text.substr(static_cast<std::size_t>(size + length)));
  if (length >= 0 && size > length) return std::string(text.substr(0, static_cast<std::size_t>(length)));
  return std::string(text);
}

// `start`, then the text with every line indented.
std::string indented(std::string_view start, std::string_view text, std::int64_t spaces) {
  const std::string pad = repeated(" ", spaces);
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  if (pad.size() > max_text_bytes / lines) check_text_size(max_text_bytes + 1);
  std::string result;
  result.reserve(start.size() + text.size() + lines * pad.size());
  result.append(start).append(pad);
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    result.append(text.substr(0, end + 1)).append(pad);
    text.remove_prefix(end + 1);
  }
  return result.append(text);
}

// goutils' DeleteWhiteSpace takes every byte for a character of Latin-1, and so do we.
std::string without_space(const std::string& text) {
  std::string result;
  bool changed = false;
  for (const char c : text) {
    const auto code = static_cast<char32_t>(static_cast<unsigned char>(c));
    if (unicode::is_space(code)) {
      changed = true;
    } else {
      unicode::append(result, code);
    }
  }
  return changed ? result : text;
}

std::string joined_values(const Arguments& values, const std::function<std::string(const Value&)>& text_of) {
  std::vector<std::string> texts;
  for (const auto& value : values) {
    if (!value.is_nil()) texts.push_back(text_of(value));
  }
  return join(texts, " ");
}

std::string abbreviated(std::string_view text, std::int64_t offset, std::int64_t width) {
  const auto size = static_cast<std::int64_t>(text.size());
  if (text.empty() || width < 4) return "";
  if (size <= width) return std::string(text);
  offset = std::min(offset, size);
  if (size - offset < width - 3) offset = size - (width - 3);
  if (offset <= 4) return slice_of(text, 0, width - 3) + "...";
  if (width < 7) return "";
  if (offset + width - 3 < size) {
    return "..." + abbreviated(text.substr(static_cast<std::size_t>(offset)), 0, width - 3);
  }
  return "..." + slice_of(text, size - (width - 3), size);
}

void add_tests(FunctionTable& table) {
  define(table, "contains PART TEXT", "Whether TEXT contains PART.", [](Arguments& a) -> Value {
    const auto& part = string_argument(a, 0);
    return string_argument(a, 1).find(part) != std::string::npos;
  });
  define(table, "hasPrefix PREFIX TEXT", "Whether TEXT begins with PREFIX.", [](Arguments& a) -> Value {
    const auto& prefix = string_argument(a, 0);
    return string_argument(a, 1).starts_with(prefix);
  });
  define(table, "hasSuffix SUFFIX TEXT", "Whether TEXT ends with SUFFIX.", [](Arguments& a) -> Value {
    const auto& suffix = string_argument(a, 0);
    return string_argument(a, 1).ends_with(suffix);
  });
}

void add_trimming(FunctionTable& table) {
  define(table, "trim TEXT", "TEXT without white space around it.",
         [](Arguments& a) -> Value { return trimmed_if(string_argument(a, 0), unicode::is_space); });
  define(table, "trimAll CHARACTERS TEXT", "TEXT without any of the characters around it.",
         [](Arguments& a) -> Value { return trim_all(string_argument(a, 0), string_argument(a, 1)); });
  alias(table, "trimall", "trimAll");
  define(table, "trimSuffix SUFFIX TEXT", "TEXT without SUFFIX at its end.", [](Arguments& a) -> Value {
    const auto& suffix = string_argument(a, 0);
    std::string_view text = string_argument(a, 1);
    if (text.ends_with(suffix)) text.remove_suffix(suffix.size());
    return text;
  });
  define(table, "trimPrefix PREFIX TEXT", "TEXT without PREFIX at its beginning.", [](Arguments& a) -> Value {
    const auto& prefix = string_argument(a, 0);
    std::string_view text = string_argument(a, 1);
    if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
    return text;
  });
  define(table, "nospace TEXT", "TEXT without any white space.",
         [](Arguments& a) -> Value { return without_space(string_argument(a, 0)); });
}

void add_parts(FunctionTable& table) {
  define(table, "trunc LENGTH TEXT", "The first LENGTH bytes of TEXT, or the last -LENGTH ones.",
         [](Arguments& a) -> Value { return truncated(string_argument(a, 1), int_argument(a, 0)); });
  define(table, "substr START END TEXT", "The bytes of TEXT from START up to END.",
         [](Arguments& a) -> Value {
           const std::int64_t start = int_argument(a, 0);
           const std::int64_t end = int_argument(a, 1);
           return substring(string_argument(a, 2), start, end);
         });
  define(table, "abbrev WIDTH TEXT", "TEXT cut to WIDTH bytes with an ellipsis.", [](Arguments& a) -> Value {
    const std::int64_t width = int_argument(a, 0);
    const auto& text = string_argument(a, 1);
    return width < 4 ? text : abbreviated(text, 0, width);
  });
  define(table, "abbrevboth LEFT RIGHT TEXT", "TEXT cut at both ends, with ellipses.",
         [](Arguments& a) -> Value {
           const std::int64_t left = int_argument(a, 0);
           const std::int64_t right = int_argument(a, 1);
           const auto& text = string_argument(a, 2);
           return right < 4 || (left > 0 && right < 7) ? text : abbreviated(text, left, right);
         });
  define(table, "split SEPARATOR TEXT", "The parts of TEXT as a map with the keys _0, _1 and so on.",
         [](Arguments& a) -> Value {
           const auto& separator = string_argument(a, 0);
           return numbered(split_text(string_argument(a, 1), separator, -1));
         });
  define(table, "splitn SEPARATOR COUNT TEXT",
         "At most COUNT parts of TEXT as a map with the keys _0, _1 and so on.", [](Arguments& a) -> Value {
           const auto& separator = string_argument(a, 0);
           const std::int64_t count = int_argument(a, 1);
           return numbered(split_text(string_argument(a, 2), separator, count));
         });
  define(table, "splitList SEPARATOR TEXT", "The parts of TEXT as a list.", [](Arguments& a) -> Value {
    const auto& separator = string_argument(a, 0);
    return text_list(split_text(string_argument(a, 1), separator, -1));
  });
}

void add_joining(FunctionTable& table) {
  define(table, "join SEPARATOR LIST", "The elements of LIST as one text.",
         [](Arguments& a) -> Value { return join(to_texts(a[1]), string_argument(a, 0)); });
  define(table, "cat [VALUE...]", "The values with spaces between them, without nil.",
         [](Arguments& a) -> Value {
           return joined_values(a, [](const Value& value) { return format_value(value); });
         });
  define(table, "repeat COUNT TEXT", "TEXT COUNT times.", [](Arguments& a) -> Value {
    const std::int64_t count = int_argument(a, 0);
    return repeated(string_argument(a, 1), count);
  });
  define(table, "replace FROM TO TEXT", "TEXT with TO for every FROM.", [](Arguments& a) -> Value {
    const auto& from = string_argument(a, 0);
    const auto& to = string_argument(a, 1);
    return replace_text(string_argument(a, 2), from, to);
  });
  define(table, "indent SPACES TEXT", "TEXT with every line indented.", [](Arguments& a) -> Value {
    const std::int64_t spaces = int_argument(a, 0);
    return indented("", string_argument(a, 1), spaces);
  });
  define(table, "nindent SPACES TEXT", "A newline, then TEXT with every line indented.",
         [](Arguments& a) -> Value {
           const std::int64_t spaces = int_argument(a, 0);
           return indented("\n", string_argument(a, 1), spaces);
         });
  define(table, "plural ONE MANY COUNT", "ONE if COUNT is 1, else MANY.", [](Arguments& a) -> Value {
    const auto& one = string_argument(a, 0);
    const auto& many = string_argument(a, 1);
    return int_argument(a, 2) == 1 ? one : many;
  });
}

}  // namespace

void add_strings(FunctionTable& table) {
  add_tests(table);
  add_trimming(table);
  add_parts(table);
  add_joining(table);
  define(table, "quote [VALUE...]", "The values in double quotes, without nil.", [](Arguments& a) -> Value {
    return joined_values(a, [](const Value& value) { return go::quote(to_text(value)); });
  });
  define(table, "squote [VALUE...]", "The values in single quotes, without nil.", [](Arguments& a) -> Value {
    return joined_values(a, [](const Value& value) { return "'" + format_value(value) + "'"; });
  });
  define(table, "toString VALUE", "VALUE as text.", [](Arguments& a) -> Value { return to_text(a[0]); });
  define(table, "toStrings LIST", "The elements of LIST as texts, without nil.",
         [](Arguments& a) -> Value { return text_list(to_texts(a[0])); });
  define(table, "hello", "A greeting.", [](Arguments&) -> Value { return "Hello!"; });
}

}  // namespace gimlet::sprig
