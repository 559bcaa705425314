#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gitops/transport/credentials.hpp"

namespace gimlet::gitops {

// The `http.*` settings that libgit2 leaves to its caller.
struct HttpSettings {
  std::vector<std::string> headers;  // http.extraHeader
  std::string ca_file;               // GIT_SSL_CAINFO, http.sslCAInfo, SSL_CERT_FILE
  std::string ca_folder;             // GIT_SSL_CAPATH, http.sslCAPath, SSL_CERT_DIR
  bool verify = true;                // GIT_SSL_NO_VERIFY, http.sslVerify
};

// What git's configuration says for a URL. `entries` are keys as libgit2 gives them
// ("http.<url>.extraheader") and values, in the order of the files; those of GIT_CONFIG_COUNT are added from
// the environment. Of a key's entries one less specific than an earlier one does not count; an empty
// extraHeader forgets those before it (git-config(1), http.extraHeader and http.<url>.*). Headers with
// control characters are left out.
HttpSettings http_settings(std::vector<std::pair<std::string, std::string>> entries, const std::string& url,
                           const Environment& environment);

}  // namespace gimlet::gitops
