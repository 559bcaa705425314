#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/http/trusted_authorities.hpp"

namespace gimlet::gitops {

// The settings of a connection over http or https that libgit2 leaves to its caller.
struct GitHttpSettings {
  std::vector<std::string> headers;  // http.extraHeader
  // GIT_SSL_CAINFO and GIT_SSL_CAPATH, else http.sslCAInfo and http.sslCAPath; where git is told of neither,
  // what every connection trusts.
  TrustedAuthorities trusted;
  bool verify = true;  // GIT_SSL_NO_VERIFY, http.sslVerify
};

// What git's configuration says for a URL. `entries` are keys as libgit2 gives them
// ("http.<url>.extraheader") and values, in the order of the files; those of GIT_CONFIG_COUNT are added from
// the environment. Of a key's entries one less specific than an earlier one does not count; an empty
// extraHeader forgets those before it (git-config(1), http.extraHeader and http.<url>.*). Headers with
// control characters are left out.
GitHttpSettings http_settings_of_git(std::vector<std::pair<std::string, std::string>> entries,
                                     const std::string& url, const VariableLookup& variable);

}  // namespace gimlet::gitops
