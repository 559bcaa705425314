#include "core/http/http.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/util/encoding.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet {
namespace {

// A "%" that is no escape stands for itself: passwords are written into URLs as they are.
std::string percent_decoded(const std::string& text) {
  return percent_decode(text).value_or(text);
}

}  // namespace

bool take_user(std::string& url, std::string& user, std::string& password) {
  const auto scheme = url.find("://");
  if (scheme == std::string::npos) return false;
  const auto host = scheme + 3;
  const auto end = std::min(url.find_first_of("/?#", host), url.size());
  const auto at = url.rfind('@', end);
  if (at == std::string::npos || at < host || at >= end) return false;
  const std::string whole = url.substr(host, at - host);
  const auto colon = whole.find(':');
  user = percent_decoded(whole.substr(0, colon));
  password = colon == std::string::npos ? "" : percent_decoded(whole.substr(colon + 1));
  url.erase(host, at + 1 - host);
  return true;
}

std::string origin_of(const std::string& url) {
  const auto scheme = url.find("://");
  const auto host = scheme == std::string::npos ? 0 : scheme + 3;
  return to_lower(url.substr(0, url.find_first_of("/?#", host)));
}

std::string HttpResponse::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

void throw_status(const HttpResponse& response, const std::string& url) {
  constexpr int unauthorized = 401;
  constexpr int forbidden = 403;
  constexpr int gone = 404;
  const std::string place = redact_urls(printable_line(url, 500));
  switch (response.status) {
    case unauthorized:
      throw Error(ErrorCode::denied, fmt::format("{} asks for a user and a password (401)", place))
          .hint("give --username and --password, or put them where helm and docker keep theirs");
    case forbidden:
      throw Error(ErrorCode::denied, fmt::format("{} lets this user not in (403)", place));
    case gone:
      throw Error(ErrorCode::not_found, fmt::format("there is no {} (404)", place));
    default:
      throw Error(ErrorCode::failed, fmt::format("{} answered with status {}", place, response.status));
  }
}

}  // namespace gimlet
