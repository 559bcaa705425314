#include "app/cli/safe_text.hpp"

#include <algorithm>
#include <array>

#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

constexpr std::array styles{Style::bold, Style::dim, Style::good, Style::warn, Style::bad};

// How long the escape sequence of a style is that stands there; 0 for any other text.
std::size_t style_at(std::string_view text) {
  if (text.starts_with(end_of_style)) return end_of_style.size();
  for (const Style style : styles) {
    if (text.starts_with(escape_of(style))) return escape_of(style).size();
  }
  return 0;
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// "##vso[" becomes "##vso [".
std::string without_commands(std::string text) {
  for (std::size_t at = text.find("##"); at != std::string::npos; at = text.find("##", at + 1)) {
    std::size_t end = at + 2;
    while (end < text.size() && is_letter(text[end])) ++end;
    if (end < text.size() && text[end] == '[') text.insert(end, 1, ' ');
  }
  return text;
}

// `kept`: control characters that stay.
std::string safe_line(std::string_view line, std::string_view kept, bool keeps_styles) {
  std::string result;
  while (!line.empty()) {
    std::size_t bytes = 0;
    while (bytes < line.size() && line[bytes] != '\x1b' && kept.find(line[bytes]) == std::string_view::npos) {
      ++bytes;
    }
    result += printable_line(line.substr(0, bytes), bytes);
    line.remove_prefix(bytes);
    if (line.empty()) break;
    const std::size_t style = line.front() == '\x1b' && keeps_styles ? style_at(line) : 0;
    if (style > 0) {
      result += line.substr(0, style);
    } else {
      result += line.front() == '\x1b' ? ' ' : line.front();
    }
    line.remove_prefix(std::max<std::size_t>(style, 1));
  }
  return without_commands(std::move(result));
}

}  // namespace

std::string_view escape_of(Style style) {
  constexpr std::array<std::string_view, 6> codes{"",         "\x1b[1m",  "\x1b[2m",
                                                  "\x1b[32m", "\x1b[33m", "\x1b[31m"};
  return codes.at(static_cast<std::size_t>(style));
}

std::string safe_beginning(std::string line) {
  std::string_view rest = line;
  while (!rest.empty()) {
    const std::size_t style = style_at(rest);
    if (style == 0 && rest.front() != ' ' && rest.front() != '\t') break;
    rest.remove_prefix(std::max<std::size_t>(style, 1));
  }
  return rest.starts_with("::") ? "| " + line : line;
}

std::string safe_lines(std::string_view text, bool keeps_styles) {
  std::string result;
  for (std::size_t begin = 0;;) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    result += safe_beginning(safe_line(text.substr(begin, end - begin), "\t", keeps_styles));
    if (end == text.size()) return result;
    result += '\n';
    begin = end + 1;
  }
}

std::string safe_cell(std::string_view text, bool keeps_styles) {
  return safe_line(text, "", keeps_styles);
}

}  // namespace gimlet::app
