#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gimlet::schema {

// An IP address as Go's netip.ParseAddr reads it.
struct IpAddress {
  bool is_v4 = false;
  bool has_zone = false;
  std::string problem;  // in Go's words; empty if it is one
};

IpAddress parse_ip_address(std::string_view text);

}  // namespace gimlet::schema
