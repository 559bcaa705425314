#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/http/trusted_authorities.hpp"

namespace gimlet {

struct HttpRequest {
  std::string url;                   // http or https, without a user in it
  std::vector<std::string> headers;  // "Name: value"
  std::string user;  // basic authentication, for the URL's own host only; "" : none, or .netrc
  std::string password;
  std::string ca_file;  // certificates to trust for this one; "" : what the settings say
  std::string form;     // the body of a POST, urlencoded; "" : a GET
  std::size_t max_bytes = std::size_t{256} * 1024 * 1024;  // of the body; more is an error
  // Let the server compress what it sends. Not for archives: some servers call a .tgz a compressed .tar.
  bool compressed = false;
  bool quiet = false;  // no progress is shown
};

struct HttpResponse {
  int status = 0;
  std::map<std::string, std::string> headers;  // of the last answer, names in lower case
  std::string body;
  std::string url;  // after redirects

  // "" if there is no such header.
  [[nodiscard]] std::string header(const std::string& name) const;
};

// How far a download is: bytes that came, and bytes there will be (0 if the server did not say). Called
// a last time with done == true.
using DownloadProgress =
    std::function<void(const std::string& url, std::uint64_t got, std::uint64_t total, bool done)>;

struct HttpSettings {
  int timeout_ms = 60'000;     // of silence
  TrustedAuthorities trusted;  // for https
  DownloadProgress progress;   // may be null
};

// Fetches over HTTP and HTTPS. Redirects are followed (ten, and never from https to http), proxies and .netrc
// are used as curl does, an answer that says "later" (429, 502, 503, 504) or a broken connection is tried
// again twice.
class HttpClient {
 public:
  HttpClient() = default;
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  virtual ~HttpClient() = default;

  // Any status is a result. Throws failed when there is no answer (name, connection, TLS, silence), bad_input
  // when it is too large; URLs in messages are redacted.
  virtual HttpResponse send(const HttpRequest& request) = 0;
};

// Through libcurl.
std::unique_ptr<HttpClient> make_http_client(HttpSettings settings);

// Takes "user:password@" out of a URL's front; both are percent-decoded. False, and nothing changed, if the
// URL has none.
bool take_user(std::string& url, std::string& user, std::string& password);

// "https://host:port" of a URL, in lower case.
std::string origin_of(const std::string& url);

// An error that says what a server answered to a request: not_found for 404, denied for 401 and 403, failed
// otherwise.
[[noreturn]] void throw_status(const HttpResponse& response, const std::string& url);

}  // namespace gimlet
