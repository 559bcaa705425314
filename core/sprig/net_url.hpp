#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gimlet::sprig {

// A URL in its parts, as Go's net/url cuts one: all but the query are decoded.
struct Url {
  struct User {
    std::string name;
    std::optional<std::string> password;
    // Encoded: "name:password".
    [[nodiscard]] std::string str() const;
  };

  std::string scheme;
  std::string opaque;  // what follows the scheme if that is no path: "mailto:a@b"
  std::optional<User> user;
  std::string host;  // with its port
  std::string path;
  std::string query;
  std::string fragment;

  // The host without its port and an IPv6 address's brackets.
  [[nodiscard]] std::string hostname() const;
  // The URL put together again, with what needs it encoded.
  [[nodiscard]] std::string str() const;
};

// Throws bad_input with Go's words: `parse "http://[": missing ']' in host`.
Url parse_url(std::string_view text);

}  // namespace gimlet::sprig
