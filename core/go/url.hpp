#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gimlet::go {

// A URL as Go's net/url takes it apart. Texts are unescaped but for the query.
struct Url {
  struct User {
    std::string name;
    std::optional<std::string> password;
    // Escaped: "name:password".
    [[nodiscard]] std::string str() const;
  };

  std::string scheme;
  std::string opaque;  // what follows "scheme:" if that is no "/": "mailto:a@b"
  std::optional<User> user;
  std::string host;  // with its port
  std::string path;
  std::string raw_path;  // as it was written, if that is not how the path is escaped by default
  bool omits_host = false;
  bool forces_query = false;
  std::string query;
  std::string fragment;

  [[nodiscard]] bool is_absolute() const { return !scheme.empty(); }
  // Without the port and the brackets of an IPv6 address.
  [[nodiscard]] std::string host_name() const;
  // The URL put together again, with what needs it escaped.
  [[nodiscard]] std::string str() const;

  // Throws bad_input with Go's words for what is no URL: parse "http://[": missing ']' in host.
  static Url parse(std::string_view text);

  // What a reference in this URL's document means (RFC 3986).
  [[nodiscard]] Url resolve(const Url& reference) const;
};

// Percent-encoding as Go's url.PathUnescape and PathEscape have it. unescape_path throws bad_input with Go's
// words: invalid URL escape "%zz".
std::string unescape_path(std::string_view text);
std::string escape_path_segment(std::string_view text);
// url.QueryEscape: a space is "+".
std::string escape_query(std::string_view text);

// Where "#" splits a URL: what is in front, and the fragment, still escaped.
struct UrlParts {
  std::string_view url;
  std::string_view fragment;
};
UrlParts split_url(std::string_view text);

}  // namespace gimlet::go
