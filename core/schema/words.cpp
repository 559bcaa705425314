#include "core/schema/words.hpp"

#include <array>

#include "core/go/strconv.hpp"
#include "core/util/string.hpp"

namespace gimlet::schema {
namespace {

// Commas between groups of three digits of the integer part.
std::string grouped(const std::string& number) {
  constexpr std::size_t group = 3;
  const std::size_t begin = number.starts_with('-') ? 1 : 0;
  std::string result = number;
  for (std::size_t at = std::min(number.find('.'), number.size()); at > begin + group;) {
    at -= group;
    result.insert(at, ",");
  }
  return result;
}

std::string superscript(std::string_view digits) {
  static constexpr std::array<std::string_view, 10> raised{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string result;
  for (const char c : digits) {
    if (c == '-') {
      result += "⁻";
    } else if (c != '+') {
      result += raised.at(static_cast<std::size_t>(c - '0'));
    }
  }
  return result;
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string result = go::quote(text);
  result = replace_all(replace_all(result.substr(1, result.size() - 2), "\\\"", "\""), "'", "\\'");
  return "'" + result + "'";
}

std::string quoted_list(const std::vector<std::string_view>& texts) {
  std::vector<std::string> shown;
  shown.reserve(texts.size());
  for (const std::string_view text : texts) shown.push_back(quoted(text));
  return join(shown, ", ");
}

std::string localized(std::int64_t number) {
  return grouped(std::to_string(number));
}

std::string localized(const Decimal& number) {
  const std::string text = go::format_float(number.to_double());
  const std::size_t mark = text.find('e');
  if (mark == std::string::npos) return grouped(text);
  return text.substr(0, mark) + "×10" + superscript(std::string_view(text).substr(mark + 1));
}

std::string displayed(const Document& value) {
  switch (value.kind) {
    case Document::Kind::null:
      return "<nil>";
    case Document::Kind::boolean:
      return value.boolean ? "true" : "false";
    case Document::Kind::number:
      return std::string(value.text);
    case Document::Kind::string:
      return quoted(value.text);
    default:
      return "value";
  }
}

std::string_view type_name(const Document& value) {
  static constexpr std::array<std::string_view, 6> names{"null",   "boolean", "number",
                                                         "string", "array",   "object"};
  return names.at(static_cast<std::size_t>(value.kind));
}

}  // namespace gimlet::schema
