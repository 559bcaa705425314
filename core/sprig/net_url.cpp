#include "core/sprig/net_url.hpp"

#include <algorithm>
#include <cstdint>

#include "core/sprig/convert.hpp"
#include "core/sprig/ip_address.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "core/value/strconv.hpp"

namespace gimlet::sprig {
namespace {

enum class Part : std::uint8_t { path, user, host, zone, fragment };

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_one_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

// RFC 3986 as Go reads it: what a part of a URL cannot hold as it is.
bool needs_escape(char c, Part part) {
  if (is_alphanumeric(c) || is_one_of(c, "-_.~")) return false;
  switch (part) {
    case Part::host:
    case Part::zone:
      return !is_one_of(c, "!$&'()*+,;=:[]<>\"");
    case Part::path:
      return !is_one_of(c, "$&+,/:;=@");
    case Part::user:
      return !is_one_of(c, "$&+,;=");
    case Part::fragment:
      return !is_one_of(c, "$&+,/:;=?@!()*");
  }
  return true;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string escaped(std::string_view text, Part part) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    if (needs_escape(c, part)) {
      const auto byte = static_cast<unsigned char>(c);
      result += '%';
      result += digits[byte >> 4U];
      result += digits[byte & 15U];
    } else {
      result += c;
    }
  }
  return result;
}

[[noreturn]] void bad_escape(std::string_view text) {
  fail("invalid URL escape " + go_quote(text.substr(0, 3)));
}

// Hosts may encode only what is not ASCII, and a percent sign; zones only what they could hold as it is.
void check_escape(std::string_view text, Part part) {
  const int high = hex_value(text[1]);
  const auto byte = static_cast<char>(high * 16 + hex_value(text[2]));
  const bool percent = text.starts_with("%25");
  if (part == Part::host && high < 8 && !percent) bad_escape(text);
  if (part == Part::zone && !percent && byte != ' ' && needs_escape(byte, Part::host)) bad_escape(text);
}

std::string unescaped(std::string_view text, Part part) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size() || hex_value(text[i + 1]) < 0 || hex_value(text[i + 2]) < 0)
        bad_escape(text.substr(i));
      check_escape(text.substr(i), part);
      result += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
      continue;
    }
    const bool in_host = part == Part::host || part == Part::zone;
    if (in_host && static_cast<unsigned char>(c) < 0x80 && needs_escape(c, part)) {
      fail("invalid character " + go_quote(text.substr(i, 1)) + " in host name");
    }
    result += c;
  }
  return result;
}

bool is_optional_port(std::string_view text) {
  if (text.empty()) return true;
  return text[0] == ':' && text.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

void check_port(std::string_view text) {
  if (!is_optional_port(text)) fail("invalid port " + go_quote(text) + " after host");
}

// "[::1]:80", also with a zone behind %25.
std::string parse_bracketed(std::string_view host) {
  const auto open = host.rfind('[');
  const auto close = host.rfind(']');
  if (open != 0) fail("invalid IP-literal");
  if (close == std::string_view::npos) fail("missing ']' in host");
  const std::string_view port = host.substr(close + 1);
  check_port(port);
  const std::string_view name = host.substr(open + 1, close - open - 1);
  const auto zone = name.find("%25");
  std::string address = unescaped(name.substr(0, zone), Part::host);
  if (zone != std::string_view::npos) address += unescaped(name.substr(zone), Part::zone);
  try {
    if (parse_ip_address(address).bytes.size() == 4) fail("invalid IP-literal");
  } catch (const Error& error) {
    if (!error.message().starts_with("ParseAddr")) throw;
    fail("invalid host: " + error.message());
  }
  return "[" + address + "]" + std::string(port);
}

std::string parse_host(std::string_view host) {
  if (host.find('[') != std::string_view::npos) return parse_bracketed(host);
  if (const auto colon = host.rfind(':'); colon != std::string_view::npos) check_port(host.substr(colon));
  return unescaped(host, Part::host);
}

Url::User parse_user(std::string_view text) {
  const auto valid = [](char c) { return is_alphanumeric(c) || is_one_of(c, "-._:~!$&'()*+,;=%@"); };
  if (!std::all_of(text.begin(), text.end(), valid)) fail("net/url: invalid userinfo");
  Url::User user;
  const auto colon = text.find(':');
  user.name = unescaped(text.substr(0, colon), Part::user);
  if (colon != std::string_view::npos) user.password = unescaped(text.substr(colon + 1), Part::user);
  return user;
}

// Takes "http:" off the front of a URL; "" if it has no scheme.
std::string take_scheme(std::string_view& rest) {
  const auto end = std::find_if_not(rest.begin(), rest.end(),
                                    [](char c) { return is_alphanumeric(c) || is_one_of(c, "+-."); });
  const std::string_view scheme = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  const bool begins_well = scheme.empty() || ((scheme[0] | 0x20) >= 'a' && (scheme[0] | 0x20) <= 'z');
  if (!begins_well || !rest.substr(scheme.size()).starts_with(':')) return "";
  if (scheme.empty()) fail("missing protocol scheme");
  rest.remove_prefix(scheme.size() + 1);
  return to_lower(scheme);
}

Url parse_without_fragment(std::string_view rest) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; };
  if (std::any_of(rest.begin(), rest.end(), is_control)) fail("net/url: invalid control character in URL");
  Url url;
  if (rest == "*") {
    url.path = "*";
    return url;
  }
  url.scheme = take_scheme(rest);
  if (const auto mark = rest.find('?'); mark != std::string_view::npos) {
    url.query = rest.substr(mark + 1);
    rest = rest.substr(0, mark);
  }
  if (!rest.starts_with('/')) {
    if (!url.scheme.empty()) {
      url.opaque = rest;
      return url;
    }
    if (rest.substr(0, rest.find('/')).find(':') != std::string_view::npos) {
      fail("first path segment in URL cannot contain colon");
    }
  }
  if ((!url.scheme.empty() || !rest.starts_with("///")) && rest.starts_with("//")) {
    rest.remove_prefix(2);
    const std::string_view authority = rest.substr(0, rest.find('/'));
    rest.remove_prefix(authority.size());
    const auto at = authority.rfind('@');
    url.host = parse_host(at == std::string_view::npos ? authority : authority.substr(at + 1));
    if (at != std::string_view::npos) url.user = parse_user(authority.substr(0, at));
  }
  url.path = unescaped(rest, Part::path);
  return url;
}

}  // namespace

std::string Url::User::str() const {
  return escaped(name, Part::user) + (password ? ":" + escaped(*password, Part::user) : "");
}

std::string Url::hostname() const {
  std::string_view name = host;
  const auto colon = name.rfind(':');
  if (colon != std::string_view::npos && is_optional_port(name.substr(colon))) name = name.substr(0, colon);
  if (name.starts_with('[') && name.ends_with(']')) name = name.substr(1, name.size() - 2);
  return std::string(name);
}

std::string Url::str() const {
  std::string text = scheme.empty() ? "" : scheme + ":";
  if (!opaque.empty()) {
    text += opaque;
  } else {
    const bool authority = !host.empty() || user.has_value();
    if (authority || (!scheme.empty() && !path.empty())) text += "//";
    if (user) text += user->str() + "@";
    text += escaped(host, Part::host);
    const std::string encoded = path == "*" ? "*" : escaped(path, Part::path);
    if (!encoded.empty() && encoded[0] != '/' && !host.empty()) text += '/';
    if (text.empty() && encoded.substr(0, encoded.find('/')).find(':') != std::string::npos) text += "./";
    text += encoded;
  }
  if (!query.empty()) text += "?" + query;
  if (!fragment.empty()) text += "#" + escaped(fragment, Part::fragment);
  return text;
}

Url parse_url(std::string_view text) {
  const auto hash = text.find('#');
  const std::string_view whole = text.substr(0, hash);
  const auto with_url = [](std::string_view url, const auto& parse) {
    try {
      return parse();
    } catch (const Error& error) {
      fail("parse " + go_quote(url) + ": " + error.message());
    }
  };
  Url url = with_url(whole, [&] { return parse_without_fragment(whole); });
  if (hash != std::string_view::npos) {
    url.fragment = with_url(text, [&] { return unescaped(text.substr(hash + 1), Part::fragment); });
  }
  return url;
}

}  // namespace gimlet::sprig
