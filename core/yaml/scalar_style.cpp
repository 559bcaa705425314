#include "core/yaml/scalar_style.hpp"

#include <cstddef>

#include "core/yaml/resolve.hpp"

namespace gimlet::yaml {
namespace {

unsigned byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

// Of a text that is valid UTF-8.
std::size_t character_length(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  if (byte < 0xC0) return 1;
  if (byte < 0xE0) return 2;
  return byte < 0xF0 ? 3 : 4;
}

// What the emitter of go-yaml (and libyaml, which it is a port of) wants to know about a text.
struct Traits {
  bool indicators = false;  // characters that mean something to YAML where they stand
  bool unprintable = false;
  bool tab = false;
  bool line_breaks = false;
  bool space_at_end = false;
  bool blank_edge = false;   // a space or line break first or last
  bool break_space = false;  // a line break, then a space
  bool space_break = false;
};

bool is_blank_or_end(std::string_view text, std::size_t at) {
  return at >= text.size() || text[at] == ' ' || text[at] == '\t';
}

bool is_indicator(std::string_view text, std::size_t at, std::size_t next, bool after_blank) {
  const char c = text[at];
  if (at == 0) {
    constexpr std::string_view always = "#,[]{}&*!|>'\"%@`";
    if (always.find(c) != std::string_view::npos) return true;
    return (c == '?' || c == ':' || c == '-') && is_blank_or_end(text, next);
  }
  return (c == ':' && is_blank_or_end(text, next)) || (c == '#' && after_blank);
}

Traits traits_of(std::string_view text, Dialect dialect) {
  Traits traits;
  traits.indicators = text.starts_with("---") || text.starts_with("...");
  bool after_blank = true;
  bool after_space = false;
  bool after_break = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = at + character_length(text[at]);
    const bool edge = at == 0 || next >= text.size();
    const bool space = text[at] == ' ';
    const bool line_break = line_break_length(text, at) > 0;
    if (is_indicator(text, at, next, after_blank)) traits.indicators = true;
    if (text[at] == '\t' && dialect == Dialect::v3) {
      traits.tab = true;
    } else if (!is_printable(text, at)) {
      traits.unprintable = true;
    }
    if (edge && (space || line_break)) traits.blank_edge = true;
    if (space && next >= text.size()) traits.space_at_end = true;
    if (space && after_break) traits.break_space = true;
    if (line_break) {
      traits.line_breaks = true;
      if (after_space) traits.space_break = true;
    }
    after_space = space;
    after_break = line_break;
    after_blank = space || text[at] == '\t' || line_break;
    at = next;
  }
  return traits;
}

// What an untagged plain scalar of this text would be read as is something else than the text.
bool needs_quotes_for_type(std::string_view text) {
  return resolve_plain(text).kind != Resolved::Kind::string || is_sexagesimal(text);
}

}  // namespace

std::size_t line_break_length(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '\r' || c == '\n') return 1;
  if (byte_at(text, at) == 0xC2 && byte_at(text, at + 1) == 0x85) return 2;
  const bool separator =
      byte_at(text, at) == 0xE2 && byte_at(text, at + 1) == 0x80 && (byte_at(text, at + 2) & 0xFEU) == 0xA8;
  return separator ? 3 : 0;
}

bool is_printable(std::string_view text, std::size_t at) {
  const unsigned first = byte_at(text, at);
  if (first < 0x80) return first == '\n' || (first >= 0x20 && first <= 0x7E);
  const unsigned second = byte_at(text, at + 1);
  const unsigned third = byte_at(text, at + 2);
  if (first == 0xC2) return second >= 0xA0;
  if (first < 0xED || first == 0xEE) return true;
  if (first == 0xED) return second < 0xA0;
  if (first != 0xEF) return false;
  const bool byte_order_mark = second == 0xBB && third == 0xBF;
  const bool no_character = second == 0xBF && third >= 0xBE;
  return !byte_order_mark && !no_character;
}

bool is_block_allowed(std::string_view text) {
  const Traits traits = traits_of(text, Dialect::v3);
  return !text.empty() && !traits.space_at_end && !traits.space_break && !traits.unprintable;
}

Style choose_style(std::string_view text, bool simple_key, Dialect dialect) {
  if (text.empty()) return Style::double_quoted;
  const Traits traits = traits_of(text, dialect);
  const bool single_line_only = traits.break_space || traits.space_break || traits.unprintable || traits.tab;
  if (text.find('\n') != std::string_view::npos) {
    const bool literal_allowed = !traits.space_at_end && !traits.space_break && !traits.unprintable;
    return literal_allowed && !simple_key ? Style::literal : Style::double_quoted;
  }
  if (simple_key && traits.line_breaks) return Style::double_quoted;
  if (needs_quotes_for_type(text) || single_line_only) return Style::double_quoted;
  const bool plain_allowed = !traits.blank_edge && !traits.line_breaks && !traits.indicators;
  return plain_allowed ? Style::plain : Style::single_quoted;
}

bool is_simple_key(std::string_view text) {
  constexpr std::size_t max_length = 128;
  if (text.size() > max_length) return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (line_break_length(text, at) > 0) return false;
  }
  return true;
}

}  // namespace gimlet::yaml
