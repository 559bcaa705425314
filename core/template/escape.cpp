#include <array>
#include <cstdio>

#include "core/template/funcs.hpp"
#include "core/util/unicode.hpp"

namespace gimlet::tmpl {
namespace {

void append_code(std::string& out, const char* format, unsigned value) {
  std::array<char, 16> text{};
  // NOLINTNEXTLINE(clang-diagnostic-format-nonliteral): the three formats are literals of this file
  std::snprintf(text.data(), text.size(), format, value);
  out += text.data();
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '\0':
        out += "\uFFFD";
        break;
      case '"':
        out += "&#34;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string escape_js(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const unicode::Rune rune = unicode::decode(text, i);
    switch (rune.code) {
      case '\\':
        out += "\\\\";
        break;
      case '\'':
        out += "\\'";
        break;
      case '"':
        out += "\\\"";
        break;
      case '<':
        out += "\\u003C";
        break;
      case '>':
        out += "\\u003E";
        break;
      case '&':
        out += "\\u0026";
        break;
      case '=':
        out += "\\u003D";
        break;
      default:
        if (rune.code < ' ' || (rune.code >= 0x80 && !unicode::is_printable(rune.code))) {
          append_code(out, "\\u%04X", rune.code);
        } else {
          out += text.substr(i, rune.length);
        }
    }
    i += rune.length;
  }
  return out;
}

}  // namespace gimlet::tmpl
