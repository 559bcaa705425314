#include "core/util/encoding.hpp"

#include <array>
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

constexpr std::size_t base32_group = 8;  // digits that hold 5 bytes

int base32_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= '2' && c <= '7') return c - '2' + 26;
  return -1;
}

// The padding that begins behind `digits` digits of a group, with `after` behind its first '='. Go reports
// its faults at these odd places.
std::optional<std::size_t> bad_padding(std::size_t digits, std::string_view after, std::size_t size) {
  if (after.size() + digits < base32_group - 1) return size;
  for (std::size_t k = 0; k + digits + 1 < base32_group; ++k) {
    if (after.size() > k && after[k] != '=') return size - after.size() + k - 1;
  }
  if (digits == 3 || digits == 6) return size - after.size() - 1;
  return std::nullopt;
}

// The whole bytes that digits of 5 bits hold.
std::string base32_bytes(const std::array<int, base32_group>& group, std::size_t digits) {
  std::string bytes;
  unsigned bits = 0;
  unsigned count = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    bits = (bits << 5U) | static_cast<unsigned>(group.at(i));
    count += 5;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>((bits >> count) & 0xFFU);
  }
  return bytes;
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

std::string base32_encode(std::string_view bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  text.reserve((bytes.size() + 4) / 5 * base32_group);
  unsigned bits = 0;
  unsigned count = 0;
  for (const char c : bytes) {
    bits = (bits << 8U) | static_cast<unsigned char>(c);
    for (count += 8; count >= 5; count -= 5) text += alphabet[(bits >> (count - 5)) & 31U];
  }
  if (count > 0) text += alphabet[(bits << (5 - count)) & 31U];
  while (text.size() % base32_group != 0) text += '=';
  return text;
}

Decoded base32_decode(std::string_view text) {
  std::string source;
  for (const char c : text) {
    if (!is_line_break(c)) source += c;
  }
  Decoded result;
  std::array<int, base32_group> group{};
  std::size_t digits = 0;
  for (std::size_t at = 0; at < source.size(); ++at) {
    const std::string_view after = std::string_view(source).substr(at + 1);
    if (source[at] == '=' && digits >= 2 && after.size() < base32_group) {
      result.bad_at = bad_padding(digits, after, source.size());
      if (!result.bad_at) result.bytes += base32_bytes(group, digits);
      return result;
    }
    const int digit = base32_digit(source[at]);
    if (digit < 0) {
      result.bad_at = at;
      return result;
    }
    group.at(digits++) = digit;
    if (digits < base32_group) continue;
    result.bytes += base32_bytes(group, digits);
    digits = 0;
  }
  if (digits > 0) result.bad_at = source.size() - digits;
  return result;
}

std::optional<std::string> percent_decode(std::string_view text) {
  constexpr int base = 16;
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high < 0 ? -1 : hex_value(text[i + 2]);
    if (low < 0) return std::nullopt;
    decoded += static_cast<char>(high * base + low);
    i += 2;
  }
  return decoded;
}

}  // namespace gimlet
