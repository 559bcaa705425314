#include "core/schema/ip_address.hpp"

#include <cstddef>

#include "core/value/strconv.hpp"

namespace gimlet::schema {
namespace {

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Reads one address. Every step returns false once a problem was found.
class Parser {
 public:
  explicit Parser(std::string_view whole) : whole_(whole) {}

  IpAddress parse() {
    IpAddress address;
    const std::size_t first = whole_.find_first_of(".:%");
    if (first == std::string_view::npos) {
      fail("unable to parse IP");
    } else if (whole_[first] == '%') {
      fail("missing IPv6 address");
    } else if (whole_[first] == '.') {
      address.is_v4 = true;
      v4(whole_);
    } else {
      const std::size_t percent = whole_.find('%');
      address.has_zone = percent != std::string_view::npos;
      if (address.has_zone && percent + 1 == whole_.size()) {
        fail("zone must be a non-empty string");
      } else {
        v6(whole_.substr(0, percent));
      }
    }
    address.problem = std::move(problem_);
    return address;
  }

 private:
  bool fail(std::string_view message, std::string_view at = {}) {
    problem_ = "ParseAddr(" + go_quote(whole_) + "): " + std::string(message);
    if (!at.empty()) problem_ += " (at " + go_quote(at) + ")";
    return false;
  }

  bool v4(std::string_view text) {
    constexpr int largest = 255;
    constexpr int last_field = 3;
    int field = 0;
    int value = 0;
    int digits = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (c >= '0' && c <= '9') {
        if (digits == 1 && value == 0) return fail("IPv4 field has octet with leading zero");
        value = value * 10 + (c - '0');
        ++digits;
        if (value > largest) return fail("IPv4 field has value >255");
      } else if (c == '.') {
        if (i == 0 || i + 1 == text.size() || text[i - 1] == '.') {
          return fail("IPv4 field must have at least one digit", text.substr(i));
        }
        if (field == last_field) return fail("IPv4 address too long");
        ++field;
        value = 0;
        digits = 0;
      } else {
        return fail("unexpected character", text.substr(i));
      }
    }
    return field == last_field || fail("IPv4 address too short");
  }

  bool v6(std::string_view rest) {
    bool ellipsis = rest.starts_with("::");
    if (ellipsis) rest.remove_prefix(2);
    std::size_t bytes = 0;
    while (bytes < size_ && !(ellipsis && rest.empty())) {
      const std::size_t digits = hex_digits(rest);
      constexpr std::size_t max_digits = 4;
      if (digits > max_digits) return fail("each group must have 4 or less digits", rest);
      if (digits == 0) return fail("each colon-separated field must have at least one digit", rest);
      if (digits < rest.size() && rest[digits] == '.') {
        if (!embedded_v4(rest, bytes, ellipsis)) return false;
        bytes += 4;
        rest = {};
        break;
      }
      bytes += 2;
      rest.remove_prefix(digits);
      if (rest.empty()) break;
      if (!separator(rest, ellipsis)) return false;
    }
    if (!rest.empty()) return fail("trailing garbage after address", rest);
    if (bytes < size_ && !ellipsis) return fail("address string too short");
    if (bytes == size_ && ellipsis) return fail("the :: must expand to at least one field of zeros");
    return true;
  }

  static std::size_t hex_digits(std::string_view text) {
    std::size_t count = 0;
    while (count < text.size() && is_hex(text[count])) ++count;
    return count;
  }

  bool embedded_v4(std::string_view rest, std::size_t bytes, bool ellipsis) {
    constexpr std::size_t v4_size = 4;
    if (!ellipsis && bytes != size_ - v4_size) {
      return fail("embedded IPv4 address must replace the final 2 fields of the address", rest);
    }
    if (bytes + v4_size > size_) {
      return fail("too many hex fields to fit an embedded IPv4 at the end of the address", rest);
    }
    return v4(rest);
  }

  // Takes the colon, or both of "::".
  bool separator(std::string_view& rest, bool& ellipsis) {
    if (rest[0] != ':') return fail("unexpected character, want colon", rest);
    if (rest.size() == 1) return fail("colon must be followed by more characters", rest);
    rest.remove_prefix(1);
    if (rest[0] != ':') return true;
    if (ellipsis) return fail("multiple :: in address", rest);
    ellipsis = true;
    rest.remove_prefix(1);
    return true;
  }

  static constexpr std::size_t size_ = 16;
  std::string_view whole_;
  std::string problem_;
};

}  // namespace

IpAddress parse_ip_address(std::string_view text) {
  return Parser(text).parse();
}

}  // namespace gimlet::schema
