#include "core/yaml/scalar_writer.hpp"

#include <cstddef>
#include <iterator>

#include <fmt/format.h>

#include "core/util/unicode.hpp"

namespace gimlet::yaml {
namespace {

constexpr int best_width = 80;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool has_space_at(std::string_view text, std::size_t at) {
  return at < text.size() && text[at] == ' ';
}

int characters_in(std::string_view text) {
  int count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return count;
}

// How many line breaks a text ends in, counting to 2.
int line_breaks_at_end(std::string_view text) {
  int count = 0;
  while (!text.empty() && count < 2) {
    std::size_t last = text.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xC0U) == 0x80U) --last;
    if (line_break_length(text, last) == 0) break;
    ++count;
    text = text.substr(0, last);
  }
  return count;
}

// The character after the backslash for what has a short escape, else 0.
char short_escape(char32_t code) {
  switch (code) {
    case 0x00:
      return '0';
    case 0x07:
      return 'a';
    case 0x08:
      return 'b';
    case 0x09:
      return 't';
    case 0x0A:
      return 'n';
    case 0x0B:
      return 'v';
    case 0x0C:
      return 'f';
    case 0x0D:
      return 'r';
    case 0x1B:
      return 'e';
    case 0x22:
      return '"';
    case 0x5C:
      return '\\';
    case 0x85:
      return 'N';
    case 0xA0:
      return '_';
    case 0x2028:
      return 'L';
    case 0x2029:
      return 'P';
    default:
      return 0;
  }
}

}  // namespace

void ScalarWriter::put(char c) {
  out_ += c;
  ++column_;
}

void ScalarWriter::put(std::string_view text) {
  out_ += text;
  column_ += characters_in(text);
}

void ScalarWriter::pad(int indent) {
  if (column_ >= indent) return;
  out_.append(static_cast<std::size_t>(indent - column_), ' ');
  column_ = indent;
}

void ScalarWriter::fold(int indent) {
  out_ += '\n';
  column_ = 0;
  pad(indent);
}

void ScalarWriter::new_line(int indent) {
  if (column_ > 0) {
    fold(indent);
  } else {
    pad(indent);
  }
}

void ScalarWriter::put_break(std::string_view text, std::size_t at, std::size_t length) {
  out_ += text.substr(at, length);
  column_ = 0;
}

bool ScalarWriter::is_full() const {
  return dialect_ == Dialect::v2 && column_ > best_width;
}

void ScalarWriter::string(std::string_view text, int indent, bool simple_key) {
  switch (choose_style(text, simple_key, dialect_)) {
    case Style::plain:
      plain(text, indent, !simple_key);
      return;
    case Style::single_quoted:
      single_quoted(text, indent, !simple_key);
      return;
    case Style::double_quoted:
      double_quoted(text, indent, !simple_key);
      return;
    case Style::literal:
      literal(text, indent);
      return;
  }
}

void ScalarWriter::plain(std::string_view text, int indent, bool may_fold) {
  if (!may_fold || column_ + static_cast<int>(text.size()) <= best_width) {
    put(text);
    return;
  }
  bool after_space = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool space = text[at] == ' ';
    if (space && !after_space && is_full() && !has_space_at(text, at + 1)) {
      fold(indent);
    } else {
      put(text.substr(at, 1));
    }
    after_space = space;
  }
}

void ScalarWriter::single_quoted(std::string_view text, int indent, bool may_fold) {
  put('\'');
  bool after_space = false;
  bool after_break = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t break_length = line_break_length(text, at);
    if (text[at] == ' ') {
      const bool inside = at > 0 && at + 1 < text.size() && !has_space_at(text, at + 1);
      if (may_fold && !after_space && is_full() && inside) {
        fold(indent);
      } else {
        put(' ');
      }
      after_space = true;
      ++at;
    } else if (break_length > 0) {
      put_break(text, at, break_length);
      after_break = true;
      at += break_length;
    } else {
      if (after_break) pad(indent);
      if (text[at] == '\'') put('\'');
      put(text.substr(at, 1));
      after_space = false;
      after_break = false;
      ++at;
    }
  }
  put('\'');
}

void ScalarWriter::double_quoted(std::string_view text, int indent, bool may_fold) {
  // go-yaml looks for the byte order mark at the text's beginning whichever character it is about to write.
  const bool escape_all = text.starts_with(byte_order_mark);
  put('"');
  bool after_space = false;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (escape_all || !is_printable(text, at) || line_break_length(text, at) > 0 || c == '"' || c == '\\') {
      at += escape(text, at);
      after_space = false;
    } else if (c == ' ') {
      if (may_fold && !after_space && is_full() && at > 0 && at + 1 < text.size()) {
        fold(indent);
        if (has_space_at(text, at + 1)) put('\\');
      } else {
        put(' ');
      }
      after_space = true;
      ++at;
    } else {
      const std::size_t length = unicode::decode(text, at).length;
      put(text.substr(at, length));
      after_space = false;
      at += length;
    }
  }
  put('"');
}

std::size_t ScalarWriter::escape(std::string_view text, std::size_t at) {
  const unicode::Rune rune = unicode::decode(text, at);
  const auto code = static_cast<unsigned>(rune.code);
  if (const char letter = short_escape(rune.code); letter != 0) {
    put('\\');
    put(letter);
  } else if (code <= 0xFF) {
    put(fmt::format("\\x{:02X}", code));
  } else if (code <= 0xFFFF) {
    put(fmt::format("\\u{:04X}", code));
  } else {
    put(fmt::format("\\U{:08X}", code));
  }
  return rune.length;
}

void ScalarWriter::literal(std::string_view text, int indent) {
  put('|');
  if (text[0] == ' ' || line_break_length(text, 0) > 0) put('2');
  const int breaks = line_breaks_at_end(text);
  const bool only_a_break = breaks == 1 && line_break_length(text, 0) == text.size();
  if (breaks == 0) put('-');
  if (breaks == 2 || only_a_break) put('+');
  fold(0);
  bool at_line_start = true;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t length = line_break_length(text, at); length > 0) {
      put_break(text, at, length);
      at_line_start = true;
      at += length;
      continue;
    }
    if (at_line_start) pad(indent);
    at_line_start = false;
    std::size_t end = at + 1;
    while (end < text.size() && line_break_length(text, end) == 0) ++end;
    put(text.substr(at, end - at));
    at = end;
  }
}

}  // namespace gimlet::yaml
