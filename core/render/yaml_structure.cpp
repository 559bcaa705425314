#include "core/render/yaml_structure.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "core/util/error.hpp"
#include "core/yaml/yaml.hpp"

namespace gimlet::render {
namespace {

using Documents = std::optional<std::vector<Value>>;  // nothing: the text is no YAML

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// YAML 1.1 breaks lines at U+0085, U+2028 and U+2029 too.
bool has_wide_line_break(std::string_view text) {
  for (const std::string_view mark : {"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"}) {
    if (text.find(mark) != std::string_view::npos) return true;
  }
  return false;
}

Documents read(const std::string& text) {
  constexpr int max_depth = 200;
  constexpr std::size_t max_nodes = 1'000'000;
  yaml::ReadOptions options;
  options.numbers = yaml::Numbers::typed;
  options.max_depth = max_depth;
  options.max_nodes = max_nodes;
  try {
    return yaml::read_all(text, options);
  } catch (const Error&) {
    return std::nullopt;
  }
}

bool same_structure(const Value& a, const Value& b);

bool same_structure(const std::vector<Value>& a, const std::vector<Value>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Value& left, const Value& right) { return same_structure(left, right); });
}

// Recursion is bounded by the reader's depth.
bool same_structure(const Value& a, const Value& b) {
  if (a.is_map() && b.is_map()) {
    const auto& left = a.as_map().entries;
    const auto& right = b.as_map().entries;
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](const auto& x, const auto& y) {
      return x.first == y.first && same_structure(x.second, y.second);
    });
  }
  if (a.is_list() && b.is_list()) return same_structure(a.as_list().items, b.as_list().items);
  return !a.is_map() && !b.is_map() && !a.is_list() && !b.is_list();
}

bool same_structure(const Documents& a, const Documents& b) {
  return a.has_value() == b.has_value() && (!a || same_structure(*a, *b));
}

class Comparison {
 public:
  Comparison(const model::Variables& variables,
             const std::function<std::string(const model::Variables&)>& render)
      : variables_(variables), render_(render) {}

  std::string changer(const std::string& rendered) {
    std::vector<std::string> suspects;
    for (const auto& [name, value] : variables_) {
      if (!is_plain(value)) suspects.push_back(name);
    }
    if (suspects.empty()) return "";
    const std::optional<std::string> harmless = without(suspects);
    if (!harmless || *harmless == rendered) return "";
    const Documents expected = read(*harmless);
    if (!expected || same_structure(read(rendered), expected)) return "";
    return first_to_blame(suspects, expected);
  }

 private:
  // The text with some variables' values replaced by words.
  [[nodiscard]] std::optional<std::string> without(const std::vector<std::string>& names) const {
    model::Variables harmless = variables_;
    for (const std::string& name : names) harmless[name] = "value";
    try {
      return render_(harmless);
    } catch (const Error&) {
      return std::nullopt;
    }
  }

  // The suspect that alone changes the structure, all others being replaced; the first one if it takes
  // several.
  [[nodiscard]] std::string first_to_blame(const std::vector<std::string>& suspects,
                                           const Documents& expected) const {
    for (const std::string& suspect : suspects) {
      std::vector<std::string> others;
      for (const std::string& name : suspects) {
        if (name != suspect) others.push_back(name);
      }
      const std::optional<std::string> text = without(others);
      if (text && !same_structure(read(*text), expected)) return suspect;
    }
    return suspects.front();
  }

  const model::Variables& variables_;
  const std::function<std::string(const model::Variables&)>& render_;
};

}  // namespace

bool is_plain(std::string_view text) {
  constexpr std::string_view inner = " ._/@+=~^()$;-";
  if (text.empty()) return true;
  if (!is_letter_or_digit(text.front()) && text.front() != '/' && text.front() != '_') return false;
  if (text.back() == ' ' || has_wide_line_break(text)) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool colon = c == ':' && i + 1 < text.size() && text[i + 1] != ' ';
    const bool wide = static_cast<unsigned char>(c) >= 0x80;
    if (!is_letter_or_digit(c) && inner.find(c) == std::string_view::npos && !colon && !wide) return false;
  }
  return true;
}

std::string structure_changer(const std::string& rendered, const model::Variables& variables,
                              const std::function<std::string(const model::Variables&)>& render) {
  return Comparison(variables, render).changer(rendered);
}

}  // namespace gimlet::render
