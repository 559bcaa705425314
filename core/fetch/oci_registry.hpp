#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/fetch/registry_credentials.hpp"
#include "core/http/http.hpp"

namespace gimlet::fetch {

struct RegistryOptions {
  std::string user;  // instead of what docker and helm keep; "" : theirs
  std::string password;
  bool plain_http = false;  // http instead of https
  VariableLookup variable;  // where their files are
};

// Pulls charts from an OCI registry (OCI distribution specification 1.1, Helm's media types): without
// credentials first, then with what the answer's WWW-Authenticate asks for, a bearer token or basic
// authentication.
class OciRegistry {
 public:
  // `repository` is "host[:port]/path/chart".
  OciRegistry(HttpClient& http, const std::string& repository, RegistryOptions options);

  // All tags, through all pages.
  std::vector<std::string> tags();
  // The chart archive of a tag or of a manifest's digest ("sha256:…"), its digest checked. Throws not_found,
  // denied, bad_input for what is no chart, failed for what else the registry answers.
  std::string pull(const std::string& tag_or_digest);

 private:
  HttpResponse get(const std::string& path, const std::vector<std::string>& headers, bool quiet);
  HttpResponse authorised(const std::string& url, const HttpResponse& refusal,
                          const std::vector<std::string>& headers, bool quiet);
  std::string bearer_token(const std::map<std::string, std::string>& challenge);
  const std::optional<RegistryCredential>& credential();

  HttpClient& http_;
  std::string host_;
  std::string name_;
  RegistryOptions options_;
  std::string authorisation_;  // the header's value, once it is known
  std::optional<std::optional<RegistryCredential>> credential_;
};

// The parameters of a challenge: `Bearer realm="https://…",service="…",scope="…"`; the scheme in lower case
// under "".
std::map<std::string, std::string> parse_challenge(const std::string& header);

}  // namespace gimlet::fetch
