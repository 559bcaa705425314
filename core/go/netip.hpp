#pragma once

#include <string>
#include <string_view>

namespace gimlet::go {

struct IpAddress {
  std::string bytes;  // 4 or 16 of them, in network order
  std::string zone;   // "eth0" of fe80::1%eth0
  [[nodiscard]] bool is_v4() const { return bytes.size() == 4; }
};

// Go's netip.ParseAddr: IPv4 in dotted decimal, IPv6 with its short forms, an embedded IPv4 and a zone.
// Throws bad_input with Go's words: `ParseAddr("x"): unable to parse IP`.
IpAddress parse_ip_address(std::string_view text);

}  // namespace gimlet::go
