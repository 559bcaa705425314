#include "gitops/transport/remote_url.hpp"

#include <algorithm>
#include <vector>

#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::gitops {
namespace {

constexpr int https_port = 443;
constexpr int http_port = 80;
constexpr int ssh_port = 22;
constexpr int git_port = 9418;
constexpr int max_port = 65535;

RemoteUrl::Scheme scheme_of(std::string_view name) {
  if (name == "https") return RemoteUrl::Scheme::https;
  if (name == "http") return RemoteUrl::Scheme::http;
  if (name == "ssh" || name == "git+ssh" || name == "ssh+git") return RemoteUrl::Scheme::ssh;
  if (name == "git") return RemoteUrl::Scheme::git;
  if (name == "file") return RemoteUrl::Scheme::local;
  return RemoteUrl::Scheme::other;
}

int default_port(RemoteUrl::Scheme scheme) {
  switch (scheme) {
    case RemoteUrl::Scheme::https:
      return https_port;
    case RemoteUrl::Scheme::http:
      return http_port;
    case RemoteUrl::Scheme::ssh:
      return ssh_port;
    case RemoteUrl::Scheme::git:
      return git_port;
    default:
      return 0;
  }
}

int parse_port(std::string_view text) {
  int port = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return 0;
    port = port * 10 + (digit - '0');
    if (port > max_port) return 0;
  }
  return port;
}

// "user:password@[::1]:22" into user, host and port.
void parse_authority(std::string_view text, RemoteUrl& url) {
  if (const auto at = text.rfind('@'); at != std::string_view::npos) {
    const std::string_view user = text.substr(0, at);
    url.user = user.substr(0, user.find(':'));
    text = text.substr(at + 1);
  }
  std::string_view port;
  if (!text.empty() && text.front() == '[') {
    const auto end = text.find(']');
    url.host = to_lower(text.substr(1, end == std::string_view::npos ? end : end - 1));
    if (end != std::string_view::npos && text.substr(end + 1).starts_with(":")) port = text.substr(end + 2);
  } else {
    const auto colon = text.find(':');
    url.host = to_lower(text.substr(0, colon));
    if (colon != std::string_view::npos) port = text.substr(colon + 1);
  }
  if (const int given = parse_port(port); given != 0) url.port = given;
}

// "user@host:path"; "[host:port]:path" is ssh's old way to give a port.
RemoteUrl parse_scp_like(std::string_view text, std::size_t colon) {
  RemoteUrl url;
  url.scheme = RemoteUrl::Scheme::ssh;
  url.port = ssh_port;
  parse_authority(text.substr(0, colon), url);
  url.path = text.substr(colon + 1);
  return url;
}

bool host_matches(std::string_view pattern, std::string_view host) {
  if (pattern == host) return true;
  const auto wanted = split(pattern, '.');
  const auto given = split(host, '.');
  return wanted.size() == given.size() &&
         std::equal(wanted.begin(), wanted.end(), given.begin(),
                    [](const std::string& a, const std::string& b) { return a == "*" || a == b; });
}

}  // namespace

RemoteUrl parse_remote_url(std::string_view text) {
  RemoteUrl url;
  if (const auto mark = text.find("://"); mark != std::string_view::npos && mark > 0) {
    url.scheme = scheme_of(to_lower(text.substr(0, mark)));
    url.port = default_port(url.scheme);
    const std::string_view rest = text.substr(mark + 3);
    const auto slash = std::min(rest.find('/'), rest.size());
    if (url.scheme != RemoteUrl::Scheme::local) parse_authority(rest.substr(0, slash), url);
    url.path = rest.substr(slash);
    return url;
  }
  std::size_t from = 0;
  if (text.find('[') == 0 || text.find("@[") != std::string_view::npos)
    from = std::min(text.find(']'), text.size());
  const auto colon = text.find(':', from);
  const auto slash = text.find('/');
  if (colon == std::string_view::npos || colon == 0 || slash < colon) {
    url.path = text;
    return url;
  }
  if (text.substr(colon).starts_with("::")) {  // a remote helper's "ext::…"
    url.scheme = RemoteUrl::Scheme::other;
    return url;
  }
  return parse_scp_like(text, colon);
}

void check_remote_url(std::string_view url) {
  if (url.empty()) throw Error(ErrorCode::bad_input, "the remote's URL is empty");
  if (url.front() == '-') {
    throw Error(ErrorCode::bad_input, "the remote's URL begins with \"-\": " + printable_line(url));
  }
  constexpr unsigned char delete_character = 0x7f;
  const bool control = std::any_of(url.begin(), url.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < ' ' || byte == delete_character;
  });
  if (control) {
    throw Error(ErrorCode::bad_input,
                "the remote's URL holds a control character: " + redact_urls(printable_line(url)));
  }
}

bool url_pattern_matches(std::string_view pattern, std::string_view text) {
  const RemoteUrl wanted = parse_remote_url(pattern);
  const RemoteUrl url = parse_remote_url(text);
  if (wanted.scheme != url.scheme || wanted.port != url.port || !host_matches(wanted.host, url.host))
    return false;
  if (!wanted.user.empty() && wanted.user != url.user) return false;
  std::string_view prefix = wanted.path;
  while (prefix.ends_with('/')) prefix.remove_suffix(1);
  return url.path.starts_with(prefix) && (url.path.size() == prefix.size() || url.path[prefix.size()] == '/');
}

}  // namespace gimlet::gitops
