#include "core/go/netip.hpp"

#include <cstdint>
#include <optional>

#include "core/go/strconv.hpp"
#include "core/util/encoding.hpp"
#include "core/util/error.hpp"

namespace gimlet::go {
namespace {

constexpr std::size_t ipv6_size = 16;

[[noreturn]] void fail_address(std::string_view text, const std::string& reason, std::string_view at = {}) {
  std::string message = "ParseAddr(" + quote(text) + "): " + reason;
  if (!at.empty()) message += " (at " + quote(at) + ")";
  throw Error(ErrorCode::bad_input, message);
}

// The four bytes of `text`, which ends the address `whole`: that is what messages name.
std::string parse_ipv4(std::string_view text, std::string_view whole) {
  std::string bytes;
  unsigned value = 0;
  int digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= '0' && c <= '9') {
      if (digits == 1 && value == 0) fail_address(whole, "IPv4 field has octet with leading zero");
      value = value * 10 + static_cast<unsigned>(c - '0');
      ++digits;
      if (value > 255) fail_address(whole, "IPv4 field has value >255");
    } else if (c == '.') {
      if (i == 0 || i + 1 == text.size() || text[i - 1] == '.') {
        fail_address(whole, "IPv4 field must have at least one digit", text.substr(i));
      }
      if (bytes.size() == 3) fail_address(whole, "IPv4 address too long");
      bytes += static_cast<char>(value);
      value = 0;
      digits = 0;
    } else {
      fail_address(whole, "unexpected character", text.substr(i));
    }
  }
  if (bytes.size() < 3) fail_address(whole, "IPv4 address too short");
  return bytes + static_cast<char>(value);
}

class Ipv6Parser {
 public:
  explicit Ipv6Parser(std::string_view text) : text_(text), rest_(text) {}

  IpAddress run() {
    IpAddress address;
    if (const auto percent = rest_.find('%'); percent != std::string_view::npos) {
      address.zone = rest_.substr(percent + 1);
      rest_ = rest_.substr(0, percent);
      if (address.zone.empty()) fail_address(text_, "zone must be a non-empty string");
    }
    if (rest_.starts_with("::")) {
      ellipsis_ = 0;
      rest_.remove_prefix(2);
    }
    const bool only_ellipsis = ellipsis_ && rest_.empty();
    while (!only_ellipsis && bytes_.size() < ipv6_size && field()) {
    }
    if (!rest_.empty()) fail_address(text_, "trailing garbage after address", rest_);
    if (bytes_.size() < ipv6_size) {
      if (!ellipsis_) fail_address(text_, "address string too short");
      bytes_.insert(*ellipsis_, ipv6_size - bytes_.size(), '\0');
    } else if (ellipsis_) {
      fail_address(text_, "the :: must expand to at least one field of zeros");
    }
    address.bytes = bytes_;
    return address;
  }

 private:
  // One field and the colons behind it; false at the end of the address.
  bool field() {
    std::size_t length = 0;
    std::uint32_t value = 0;
    for (; length < rest_.size() && hex_value(rest_[length]) >= 0; ++length) {
      value = (value << 4U) + static_cast<std::uint32_t>(hex_value(rest_[length]));
      if (length > 3) fail_address(text_, "each group must have 4 or less digits", rest_);
      if (value > 0xFFFF) fail_address(text_, "IPv6 field has value >=2^16", rest_);
    }
    if (length == 0) fail_address(text_, "each colon-separated field must have at least one digit", rest_);
    if (rest_.substr(length).starts_with('.')) {
      embedded_ipv4();
      return false;
    }
    bytes_ += static_cast<char>(value >> 8U);
    bytes_ += static_cast<char>(value & 0xFFU);
    rest_.remove_prefix(length);
    return !rest_.empty() && colons();
  }

  bool colons() {
    if (rest_[0] != ':') fail_address(text_, "unexpected character, want colon", rest_);
    if (rest_.size() == 1) fail_address(text_, "colon must be followed by more characters", rest_);
    rest_.remove_prefix(1);
    if (rest_[0] != ':') return true;
    if (ellipsis_) fail_address(text_, "multiple :: in address", rest_);
    ellipsis_ = bytes_.size();
    rest_.remove_prefix(1);
    return !rest_.empty();
  }

  void embedded_ipv4() {
    if (!ellipsis_ && bytes_.size() != ipv6_size - 4) {
      fail_address(text_, "embedded IPv4 address must replace the final 2 fields of the address", rest_);
    }
    if (bytes_.size() + 4 > ipv6_size) {
      fail_address(text_, "too many hex fields to fit an embedded IPv4 at the end of the address", rest_);
    }
    bytes_ += parse_ipv4(rest_, text_);
    rest_ = {};
  }

  std::string_view text_;
  std::string_view rest_;
  std::string bytes_;
  std::optional<std::size_t> ellipsis_;  // where in bytes_ :: stands
};

}  // namespace

IpAddress parse_ip_address(std::string_view text) {
  const auto first = text.find_first_of(".:%");
  if (first == std::string_view::npos) fail_address(text, "unable to parse IP");
  if (text[first] == '.') return {parse_ipv4(text, text), ""};
  if (text[first] == '%') fail_address(text, "missing IPv6 address");
  return Ipv6Parser(text).run();
}

}  // namespace gimlet::go
