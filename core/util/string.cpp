#include "core/util/string.hpp"

#include <algorithm>
#include <numeric>

#include "core/util/unicode.hpp"

namespace gimlet {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::string_view trim(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n\v\f";
  const auto first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::string to_lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string result;
  for (const auto& part : parts) {
    if (&part != &parts.front()) result += separator;
    result += part;
  }
  return result;
}

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
  if (from.empty()) return text;
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

bool is_valid_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {  // nearly all of most texts
      ++i;
      continue;
    }
    const unicode::Rune rune = unicode::decode(text, i);
    if (!rune.valid()) return false;
    i += rune.length;
  }
  return true;
}

namespace {

// What moves a terminal's cursor, ends a line or turns the order of what is shown.
bool is_control(char32_t code) {
  const bool is_line_end = code == 0x2028 || code == 0x2029;
  const bool turns_order = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
  return code < 0x20 || (code >= 0x7F && code <= 0x9F) || is_line_end || turns_order;
}

}  // namespace

std::string printable_line(std::string_view text, std::size_t max_bytes) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    const unicode::Rune rune = unicode::decode(text, i);
    const std::string_view piece = text.substr(i, rune.length);
    if (result.size() + piece.size() > max_bytes) return result + "…";
    if (!rune.valid()) {
      result += '?';
    } else if (is_control(rune.code)) {
      result += ' ';
    } else {
      result += piece;
    }
    i += piece.size();
  }
  return result;
}

std::string redact_urls(std::string_view text) {
  std::string result;
  std::size_t i = 0;
  for (std::size_t at = text.find("://"); at != std::string_view::npos; at = text.find("://", i)) {
    const std::size_t start = at + 3;
    const std::size_t end = std::min(text.find_first_of("/ \t\r\n'\"<>", start), text.size());
    const std::string_view authority = text.substr(start, end - start);
    const std::size_t user_end = authority.rfind('@');
    result += text.substr(i, start - i);
    if (user_end != std::string_view::npos) {
      const std::string_view user = authority.substr(0, user_end);
      const std::size_t colon = user.find(':');
      const bool ssh = text.substr(0, at).ends_with("ssh");
      if (colon != std::string_view::npos) {
        result.append(user.substr(0, colon)).append(":***");
      } else {
        result += ssh ? std::string(user) : "***";
      }
      result += '@';
    }
    result += user_end == std::string_view::npos ? authority : authority.substr(user_end + 1);
    i = end;
  }
  result += text.substr(i);
  return result;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t k = 1; k <= b.size(); ++k) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[k - 1] ? 0 : 1);
      diagonal = row[k];
      row[k] = std::min({row[k] + 1, row[k - 1] + 1, substituted});
    }
  }
  return row.back();
}

std::string closest(std::string_view word, const std::vector<std::string>& candidates) {
  std::string best;
  std::size_t best_distance = word.size() / 3 + 2;
  for (const auto& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace gimlet
