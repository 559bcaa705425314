#pragma once

#include <string>
#include <string_view>

namespace gimlet::gitops {

// The parts of a remote's URL in any form git takes (git-fetch(1), "GIT URLS").
struct RemoteUrl {
  enum class Scheme { local, http, https, ssh, git, other };
  Scheme scheme = Scheme::local;
  std::string user;  // as written; "" if there is none
  std::string host;  // lower case, without brackets; "" for local
  int port = 0;      // the scheme's default when not given
  std::string path;  // as written, with its leading "/" for URLs with "://"
};

// Never throws: what is no URL is a local path, as for git. `file://` is local too.
RemoteUrl parse_remote_url(std::string_view url);

// A text no older git, ssh or credential helper can misread: throws bad_input for an empty URL, and for one
// with control characters or a leading "-".
void check_remote_url(std::string_view url);

// True if a `http.<pattern>.*` setting holds for the URL: same scheme, host and port, and a path that begins
// with the pattern's at a "/" (git-config(1), http.<url>.*). A "*" host label matches one label.
bool url_pattern_matches(std::string_view pattern, std::string_view url);

}  // namespace gimlet::gitops
