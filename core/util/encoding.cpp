#include "core/util/encoding.hpp"

#include <cstdint>

namespace gimlet {
namespace {

int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  if (c == '/') return 63;
  return -1;
}

bool is_line_break(char c) {
  return c == '\n' || c == '\r';
}

void append_bits(std::string& bytes, std::uint32_t bits, int digits) {
  for (int i = 0; i + 1 < digits; ++i) bytes += static_cast<char>((bits >> (16 - 8 * i)) & 0xFFU);
}

std::size_t skip_line_breaks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_line_break(text[at])) ++at;
  return at;
}

}  // namespace

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Decoded base64_decode(std::string_view text) {
  Decoded result;
  std::uint32_t bits = 0;
  int digits = 0;
  for (std::size_t at = skip_line_breaks(text, 0); at < text.size(); at = skip_line_breaks(text, at + 1)) {
    if (text[at] == '=') {
      const std::size_t first = at;
      bool complete = digits == 3;
      if (digits == 2) {
        at = skip_line_breaks(text, at + 1);
        if (at == text.size()) {
          result.bad_at = at;
          return result;
        }
        complete = text[at] == '=';
      }
      if (!complete) {
        result.bad_at = digits == 2 ? at - 1 : first;
        return result;
      }
      append_bits(result.bytes, bits << (6U * static_cast<unsigned>(4 - digits)), digits);
      at = skip_line_breaks(text, at + 1);
      if (at < text.size()) result.bad_at = at;
      return result;
    }
    const int digit = base64_digit(text[at]);
    if (digit < 0) {
      result.bad_at = at;
      return result;
    }
    bits = (bits << 6U) | static_cast<std::uint32_t>(digit);
    if (++digits == 4) {
      append_bits(result.bytes, bits, digits);
      bits = 0;
      digits = 0;
    }
  }
  if (digits > 0) result.bad_at = text.size() - static_cast<std::size_t>(digits);
  return result;
}

}  // namespace gimlet
