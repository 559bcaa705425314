#include "core/sprig/der.hpp"

#include <algorithm>

#include "core/sprig/time_value.hpp"
#include "core/util/string.hpp"

namespace gimlet::sprig::der {
namespace {

std::string length_bytes(std::size_t length) {
  if (length < 0x80) return std::string(1, static_cast<char>(length));
  std::string bytes;
  for (; length > 0; length >>= 8U) bytes.insert(bytes.begin(), static_cast<char>(length & 0xFFU));
  return static_cast<char>(0x80U | bytes.size()) + bytes;
}

std::string joined(const std::vector<std::string>& values) {
  return join(values, "");
}

// Groups of 7 bits, all but the last with the high bit set.
std::string base128(std::uint64_t number) {
  std::string bytes(1, static_cast<char>(number & 0x7FU));
  for (number >>= 7U; number > 0; number >>= 7U) {
    bytes.insert(bytes.begin(), static_cast<char>(0x80U | (number & 0x7FU)));
  }
  return bytes;
}

bool is_printable(char c) {
  const bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return alphanumeric || std::string_view(" '()+,-./:=?").find(c) != std::string_view::npos;
}

}  // namespace

std::string value(std::uint8_t tag, std::string_view content) {
  std::string bytes(1, static_cast<char>(tag));
  return bytes.append(length_bytes(content.size())).append(content);
}

std::string sequence(const std::vector<std::string>& values) {
  return value(0x30, joined(values));
}

std::string set(const std::vector<std::string>& values) {
  return value(0x31, joined(values));
}

std::string integer(std::string_view bytes) {
  while (bytes.size() > 1 && bytes[0] == 0) bytes.remove_prefix(1);
  const bool sign_bit = !bytes.empty() && (static_cast<unsigned char>(bytes[0]) & 0x80U) != 0;
  return value(0x02, (sign_bit ? std::string(1, '\0') : std::string()).append(bytes));
}

std::string boolean(bool truth) {
  return value(0x01, std::string(1, truth ? '\xFF' : '\0'));
}

std::string null() {
  return value(0x05, "");
}

std::string object_id(std::string_view dotted) {
  std::vector<std::uint64_t> numbers;
  for (const auto& part : split(dotted, '.')) numbers.push_back(std::stoull(part));
  std::string content = base128(numbers[0] * 40 + numbers[1]);
  for (std::size_t i = 2; i < numbers.size(); ++i) content += base128(numbers[i]);
  return value(0x06, content);
}

std::string octets(std::string_view bytes) {
  return value(0x04, bytes);
}

std::string bits(std::string_view bytes, int unused) {
  return value(0x03, std::string(1, static_cast<char>(unused)).append(bytes));
}

std::string text(std::string_view text) {
  return value(std::all_of(text.begin(), text.end(), is_printable) ? 0x13 : 0x0C, text);
}

std::string time(UnixSeconds time) {
  constexpr UnixSeconds year_1950 = -631152000;
  constexpr UnixSeconds year_2050 = 2524608000;
  const TimeValue utc(time, 0, TimeZone::utc());
  if (time >= year_1950 && time < year_2050) return value(0x17, utc.format("060102150405Z"));
  return value(0x18, utc.format("20060102150405Z"));
}

}  // namespace gimlet::sprig::der
