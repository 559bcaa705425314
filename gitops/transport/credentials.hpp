#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/util/environment.hpp"
#include "gitops/transport/remote_url.hpp"

namespace gimlet::gitops {

struct HttpCredential {
  std::string user;
  std::string password;
  std::string origin;  // "GITHUB_TOKEN", "git credential"; for messages
};

// Tokens of the environment that belong to the URL's host, in the order to try them. A token is sent only to
// the host it was made for, and only over https (or to this machine):
//   GIMLET_GIT_TOKEN          the host in GIMLET_GIT_TOKEN_HOST, or else that of GIMLET_GITOPS_REPO
//   GITHUB_TOKEN, GH_TOKEN    github.com, or GitHub Actions' GITHUB_SERVER_URL
//   GITLAB_TOKEN, CI_JOB_TOKEN  gitlab.com, or GitLab CI's CI_SERVER_HOST (CI_JOB_TOKEN: only that one)
// GIMLET_GIT_USER names the user of GIMLET_GIT_TOKEN (default "git").
std::vector<HttpCredential> environment_tokens(const RemoteUrl& url, const VariableLookup& variable);

// Private keys to try, best first: GIMLET_SSH_KEY alone if it is set, else ~/.ssh/id_ed25519, id_ecdsa,
// id_rsa, those that exist.
std::vector<std::filesystem::path> ssh_key_files(const std::filesystem::path& home,
                                                 const VariableLookup& variable);

// $HOME, or the password database's word for it.
std::filesystem::path home_folder(const VariableLookup& variable);

// git's own credential helpers (git-credential(1)). `user` may be "". Nothing without a git, or when no
// helper knows the host; git asks on the terminal where there is one.
std::optional<HttpCredential> credential_fill(const RemoteUrl& url, const std::string& user);
void credential_approve(const RemoteUrl& url, const HttpCredential& credential);
void credential_reject(const RemoteUrl& url, const HttpCredential& credential);

}  // namespace gimlet::gitops
