#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/util/error.hpp"
#include "gitops/git2/connection.hpp"
#include "gitops/transport/credentials.hpp"

namespace gimlet::gitops {

// Answers a server's questions for credentials. libgit2 asks again without end when the server says no: each
// credential is offered once, and then the connection is given up.
class Libgit2Auth {
 public:
  Libgit2Auth(RemoteUrl url, VariableLookup variable);

  // The next credential. Throws failed when all were offered.
  git2::Login next(const git2::LoginQuestion& question);
  // The connection was accepted: tells git's helpers that what they gave was good.
  void accepted();

 private:
  git2::Login next_http(const std::string& user);
  git2::Login next_ssh(const std::string& user);
  [[nodiscard]] Error none_accepted() const;

  RemoteUrl url_;
  VariableLookup variable_;
  std::vector<HttpCredential> tokens_;
  std::vector<std::filesystem::path> keys_;
  bool agent_ = false;
  std::size_t next_token_ = 0;
  std::size_t next_key_ = 0;
  bool asked_helper_ = false;
  std::optional<HttpCredential> from_helper_;
  std::vector<std::string> tried_;
};

// Throws failed where the text of known_hosts files does not trust an ssh server's key ("" : it showed none).
void require_known_host_key(std::string_view key, const RemoteUrl& url, const std::string& known_hosts);

// The content of the user's and the system's known_hosts files (or of GIMLET_SSH_KNOWN_HOSTS alone).
std::string read_known_hosts(const VariableLookup& variable);

}  // namespace gimlet::gitops
