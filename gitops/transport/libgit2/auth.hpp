#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/util/error.hpp"
#include "gitops/transport/credentials.hpp"
#include "gitops/git2/handle.hpp"

namespace gimlet::gitops {

// Answers libgit2's questions for credentials. libgit2 asks again without end when the server says no: each
// credential is offered once, and then the connection is given up.
class Libgit2Auth {
 public:
  Libgit2Auth(RemoteUrl url, VariableLookup variable);

  // git_credential_acquire_cb's work: a credential and 0, or GIT_EUSER with failure() set.
  int acquire(git_credential** out, const char* user, unsigned allowed);
  // The connection was accepted: tells git's helpers that what they gave was good.
  void accepted();
  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

 private:
  int next_http(git_credential** out, const std::string& user);
  int next_ssh(git_credential** out, const std::string& user);
  int give_up();

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
  std::optional<Error> failure_;
};

// The host key check; an Error says why the key is not trusted.
std::optional<Error> distrust_host_key(const git_cert_hostkey& cert, const RemoteUrl& url,
                                       const std::string& known_hosts);

// The content of the user's and the system's known_hosts files (or of GIMLET_SSH_KNOWN_HOSTS alone).
std::string read_known_hosts(const VariableLookup& variable);

}  // namespace gimlet::gitops
