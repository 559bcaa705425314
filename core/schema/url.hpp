#pragma once

#include <string>
#include <string_view>

namespace gimlet::schema {

// A URL as Go's net/url takes it apart. Texts are unescaped but for the query.
struct Url {
  std::string scheme;
  std::string opaque;  // what follows "scheme:" if that is no "/"
  bool has_user = false;
  std::string user;  // as it was written
  std::string host;  // with its port
  std::string path;
  std::string raw_path;  // as it was written, if that is not how the path is escaped by default
  bool omits_host = false;
  bool forces_query = false;
  std::string query;

  [[nodiscard]] bool is_absolute() const { return !scheme.empty(); }
  // Without the port and the brackets of an IPv6 address.
  [[nodiscard]] std::string host_name() const;
  [[nodiscard]] std::string str() const;

  // Throws bad_input with Go's words ("parse \"…\": …") for what is no URL. A fragment is checked and
  // dropped.
  static Url parse(std::string_view text);

  // What a reference in this URL's document means (RFC 3986).
  [[nodiscard]] Url resolve(const Url& reference) const;
};

// Percent-encoding as Go's url.PathUnescape and PathEscape have it. unescape_path throws bad_input with Go's
// words: invalid URL escape "%zz".
std::string unescape_path(std::string_view text);
std::string escape_path_segment(std::string_view text);

// Where "#" splits a URL: what is in front, and the fragment, still escaped.
struct UrlParts {
  std::string_view url;
  std::string_view fragment;
};
UrlParts split_url(std::string_view text);

}  // namespace gimlet::schema
