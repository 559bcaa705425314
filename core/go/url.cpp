#include "core/go/url.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "core/go/netip.hpp"
#include "core/go/strconv.hpp"
#include "core/util/encoding.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::go {
namespace {

enum class Part : std::uint8_t { path, path_segment, host, zone, user, query, fragment };

[[noreturn]] void fail(const std::string& message) {
  throw Error(ErrorCode::bad_input, message);
}

bool is_one_of(char c, std::string_view characters) {
  return characters.find(c) != std::string_view::npos;
}

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool must_escape(char c, Part part) {
  if (is_alphanumeric(c) || is_one_of(c, "-_.~")) return false;
  if ((part == Part::host || part == Part::zone) && is_one_of(c, "!$&'()*+,;=:[]<>\"")) return false;
  if (is_one_of(c, "$&+,/:;=?@")) {
    switch (part) {
      case Part::path:
        return c == '?';
      case Part::path_segment:
        return is_one_of(c, "/;,?");
      case Part::user:
        return is_one_of(c, "@/?:");
      case Part::fragment:
        return false;
      default:
        return true;
    }
  }
  return part != Part::fragment || !is_one_of(c, "!()*");
}

std::string escape(std::string_view text, Part part) {
  std::string result;
  for (const char c : text) {
    if (c == ' ' && part == Part::query) {
      result += '+';
    } else if (must_escape(c, part)) {
      result += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      result += c;
    }
  }
  return result;
}

// Checks the escape that begins a text, and gives the byte it stands for.
char escaped_byte(std::string_view text, Part part) {
  constexpr std::size_t length = 3;
  const std::string_view sequence = text.substr(0, length);
  const int high = sequence.size() == length ? hex_value(sequence[1]) : -1;
  const int low = sequence.size() == length ? hex_value(sequence[2]) : -1;
  const auto refuse = [&] { fail("invalid URL escape " + quote(sequence)); };
  if (high < 0 || low < 0) refuse();
  const auto byte = static_cast<char>(static_cast<unsigned char>(high * 16 + low));
  const bool percent = sequence == "%25";
  constexpr int ascii_end = 8;  // of the high digits
  if (part == Part::host && high < ascii_end && !percent) refuse();
  if (part == Part::zone && !percent && byte != ' ' && must_escape(byte, Part::host)) refuse();
  return byte;
}

std::string unescape(std::string_view text, Part part) {
  std::string result;
  const bool in_host = part == Part::host || part == Part::zone;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      result += escaped_byte(text.substr(i), part);
      i += 2;
      continue;
    }
    const bool ascii = static_cast<unsigned char>(text[i]) < 0x80;
    if (in_host && ascii && must_escape(text[i], part)) {
      fail(fmt::format("invalid character {} in host name", quote(text.substr(i, 1))));
    }
    result += text[i];
  }
  return result;
}

void check_port(std::string_view port) {
  if (port.empty() || (port[0] == ':' && is_digits(port.substr(1)))) return;
  fail(fmt::format("invalid port {} after host", quote(port)));
}

// "[::1]:80", also with a zone behind %25.
std::string parse_bracketed(std::string_view host) {
  if (host.rfind('[') != 0) fail("invalid IP-literal");
  const std::size_t end = host.rfind(']');
  if (end == std::string_view::npos) fail("missing ']' in host");
  check_port(host.substr(end + 1));
  const std::size_t zone = std::min(host.substr(0, end).find("%25"), end);
  const std::string address =
      unescape(host.substr(1, zone - 1), Part::host) + unescape(host.substr(zone, end - zone), Part::zone);
  bool is_v4 = false;
  try {
    is_v4 = parse_ip_address(address).is_v4();
  } catch (const Error& error) {
    fail("invalid host: " + error.message());
  }
  if (is_v4) fail("invalid IP-literal");
  return "[" + address + std::string(host.substr(end));
}

std::string parse_host(std::string_view host) {
  if (host.find('[') != std::string_view::npos) return parse_bracketed(host);
  const std::size_t colon = host.rfind(':');
  if (colon != std::string_view::npos) check_port(host.substr(colon));
  return unescape(host, Part::host);
}

Url::User parse_user(std::string_view text) {
  const bool valid = std::all_of(text.begin(), text.end(), [](char c) {
    return is_alphanumeric(c) || is_one_of(c, "-._:~!$&'()*+,;=%@");
  });
  if (!valid) fail("net/url: invalid userinfo");
  const std::size_t colon = text.find(':');
  Url::User user{unescape(text.substr(0, colon), Part::user), std::nullopt};
  if (colon != std::string_view::npos) user.password = unescape(text.substr(colon + 1), Part::user);
  return user;
}

void parse_authority(Url& url, std::string_view authority) {
  const std::size_t at = authority.rfind('@');
  url.host = parse_host(at == std::string_view::npos ? authority : authority.substr(at + 1));
  if (at != std::string_view::npos) url.user = parse_user(authority.substr(0, at));
}

void set_path(Url& url, std::string_view path) {
  url.path = unescape(path, Part::path);
  url.raw_path = escape(url.path, Part::path) == path ? "" : path;
}

// Takes "scheme:" off.
std::string take_scheme(std::string_view& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) continue;
    if (is_alphanumeric(c) || is_one_of(c, "+-.")) {
      if (i == 0) return "";
      continue;
    }
    if (c != ':') return "";
    if (i == 0) fail("missing protocol scheme");
    std::string scheme = to_lower(text.substr(0, i));
    text.remove_prefix(i + 1);
    return scheme;
  }
  return "";
}

void take_query(Url& url, std::string_view& text) {
  const std::size_t mark = text.find('?');
  if (mark == std::string_view::npos) return;
  url.forces_query = mark + 1 == text.size();
  url.query = text.substr(mark + 1);
  text = text.substr(0, mark);
}

Url parse_without_fragment(std::string_view text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; };
  if (std::any_of(text.begin(), text.end(), is_control)) {
    fail("net/url: invalid control character in URL");
  }
  Url url;
  if (text == "*") {
    url.path = "*";
    return url;
  }
  url.scheme = take_scheme(text);
  take_query(url, text);
  if (!text.starts_with('/')) {
    if (url.is_absolute()) {
      url.opaque = text;
      return url;
    }
    if (text.substr(0, text.find('/')).find(':') != std::string_view::npos) {
      fail("first path segment in URL cannot contain colon");
    }
  }
  if (text.starts_with("//") && (url.is_absolute() || !text.starts_with("///"))) {
    text.remove_prefix(2);
    const std::size_t slash = std::min(text.find('/'), text.size());
    parse_authority(url, text.substr(0, slash));
    text.remove_prefix(slash);
  } else if (url.is_absolute() && text.starts_with('/')) {
    url.omits_host = true;
  }
  set_path(url, text);
  return url;
}

std::string escaped_path(const Url& url) {
  const auto is_valid = [](char c) {
    return is_one_of(c, "!$&'()*+,;=:@[]%") || !must_escape(c, Part::path);
  };
  if (!url.raw_path.empty() && std::all_of(url.raw_path.begin(), url.raw_path.end(), is_valid))
    return url.raw_path;
  return url.path == "*" ? "*" : escape(url.path, Part::path);
}

// The path of a reference, "." and ".." resolved.
std::string resolve_path(std::string_view base, std::string_view reference) {
  std::string full(reference);
  if (reference.empty()) {
    full = base;
  } else if (reference[0] != '/') {
    full = std::string(base.substr(0, base.rfind('/') + 1)) + full;
  }
  if (full.empty()) return "";
  std::vector<std::string> kept;
  const std::vector<std::string> elements = split(full, '/');
  for (const std::string& element : elements) {
    if (element == ".") continue;
    if (element != "..") {
      kept.push_back(element);
    } else if (!kept.empty()) {
      kept.pop_back();
    }
  }
  if (elements.back() == "." || elements.back() == "..") kept.emplace_back();
  const std::string path = "/" + join(kept, "/");
  return path.starts_with("//") ? path.substr(1) : path;
}

}  // namespace

Url Url::parse(std::string_view text) {
  const auto [url, fragment] = split_url(text);
  std::string_view parsed = url;
  try {
    Url result = parse_without_fragment(url);
    parsed = text;
    result.fragment = unescape(fragment, Part::fragment);
    return result;
  } catch (const Error& error) {
    fail(fmt::format("parse {}: {}", quote(parsed), error.message()));
  }
}

std::string Url::User::str() const {
  return escape(name, Part::user) + (password ? ":" + escape(*password, Part::user) : "");
}

std::string Url::host_name() const {
  std::string_view name = host;
  const std::size_t colon = name.rfind(':');
  if (colon != std::string_view::npos && is_digits(name.substr(colon + 1))) name = name.substr(0, colon);
  if (name.starts_with('[') && name.ends_with(']')) name = name.substr(1, name.size() - 2);
  return std::string(name);
}

std::string Url::str() const {
  std::string text;
  if (is_absolute()) text = scheme + ":";
  if (!opaque.empty()) {
    text += opaque;
  } else {
    const bool has_authority = !host.empty() || user.has_value();
    if ((is_absolute() || has_authority) && !(omits_host && !has_authority)) {
      if (has_authority || !path.empty()) text += "//";
      if (user) text += user->str() + "@";
      text += escape(host, Part::host);
    }
    const std::string shown = escaped_path(*this);
    if (!shown.empty() && shown[0] != '/' && !host.empty()) text += '/';
    if (text.empty() && shown.substr(0, shown.find('/')).find(':') != std::string::npos) text += "./";
    text += shown;
  }
  if (forces_query || !query.empty()) text += "?" + query;
  if (!fragment.empty()) text += "#" + escape(fragment, Part::fragment);
  return text;
}

Url Url::resolve(const Url& reference) const {
  Url result = reference;
  if (!reference.is_absolute()) result.scheme = scheme;
  if (reference.is_absolute() || !reference.host.empty() || reference.user) {
    set_path(result, resolve_path(escaped_path(reference), ""));
    return result;
  }
  if (!reference.opaque.empty()) return result;
  // Go's ResolveReference forgets what stands behind "urn:".
  if (!opaque.empty()) result.opaque = opaque;
  if (reference.path.empty() && !reference.forces_query && reference.query.empty()) {
    result.query = query;
    if (reference.fragment.empty()) result.fragment = fragment;
  }
  result.host = host;
  result.user = user;
  set_path(result, resolve_path(escaped_path(*this), escaped_path(reference)));
  return result;
}

std::string unescape_path(std::string_view text) {
  return unescape(text, Part::path_segment);
}

std::string escape_path_segment(std::string_view text) {
  return escape(text, Part::path_segment);
}

std::string escape_query(std::string_view text) {
  return escape(text, Part::query);
}

UrlParts split_url(std::string_view text) {
  const std::size_t mark = text.find('#');
  if (mark == std::string_view::npos) return {text, {}};
  return {text.substr(0, mark), text.substr(mark + 1)};
}

}  // namespace gimlet::go
