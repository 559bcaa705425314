#include "gitops/transport/libgit2/auth.hpp"

#include <fmt/format.h>

#include "core/util/fs.hpp"
#include "core/util/string.hpp"
#include "gitops/transport/libgit2/known_hosts.hpp"

namespace gimlet::gitops {

Libgit2Auth::Libgit2Auth(RemoteUrl url, VariableLookup variable)
    : url_(std::move(url)), variable_(std::move(variable)) {
  if (url_.scheme == RemoteUrl::Scheme::ssh) {
    agent_ = variable_("SSH_AUTH_SOCK") && !variable_("GIMLET_SSH_KEY");
    keys_ = ssh_key_files(home_folder(variable_), variable_);
  } else {
    tokens_ = environment_tokens(url_, variable_);
  }
}

int Libgit2Auth::acquire(git_credential** out, const char* user, unsigned allowed) {
  const std::string name = user == nullptr ? "" : user;
  if ((allowed & GIT_CREDENTIAL_USERNAME) != 0) return git_credential_username_new(out, "git");
  if (url_.scheme == RemoteUrl::Scheme::ssh && (allowed & GIT_CREDENTIAL_SSH_KEY) != 0)
    return next_ssh(out, name);
  if (url_.scheme != RemoteUrl::Scheme::ssh && (allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT) != 0) {
    return next_http(out, name);
  }
  return give_up();
}

int Libgit2Auth::next_http(git_credential** out, const std::string& user) {
  if (!user.empty() && tried_.empty()) tried_.emplace_back("the URL's user");
  if (next_token_ < tokens_.size()) {
    const HttpCredential& token = tokens_[next_token_++];
    tried_.push_back(token.origin);
    return git_credential_userpass_plaintext_new(out, token.user.c_str(), token.password.c_str());
  }
  if (from_helper_) credential_reject(url_, *from_helper_);
  from_helper_.reset();
  if (asked_helper_) return give_up();
  asked_helper_ = true;
  from_helper_ = credential_fill(url_, user);
  if (!from_helper_) return give_up();
  tried_.push_back(from_helper_->origin);
  return git_credential_userpass_plaintext_new(out, from_helper_->user.c_str(),
                                               from_helper_->password.c_str());
}

int Libgit2Auth::next_ssh(git_credential** out, const std::string& user) {
  if (agent_) {
    agent_ = false;
    tried_.emplace_back("ssh-agent");
    return git_credential_ssh_key_from_agent(out, user.c_str());
  }
  if (next_key_ == keys_.size()) return give_up();
  const std::filesystem::path& key = keys_[next_key_++];
  tried_.push_back(key.string());
  const std::string public_key = key.string() + ".pub";
  const auto passphrase = variable_("GIMLET_SSH_PASSPHRASE");
  std::error_code ignored;
  return git_credential_ssh_key_new(
      out, user.c_str(), std::filesystem::exists(public_key, ignored) ? public_key.c_str() : nullptr,
      key.c_str(), passphrase ? passphrase->c_str() : nullptr);
}

int Libgit2Auth::give_up() {
  const bool ssh = url_.scheme == RemoteUrl::Scheme::ssh;
  const std::string tried = tried_.empty() ? "there were none to try" : "tried " + join(tried_, ", ");
  failure_ = Error(ErrorCode::failed, fmt::format("{} accepted no credentials: {}", url_.host, tried));
  failure_->hint(
      ssh ? "Load a key into ssh-agent, or name one in GIMLET_SSH_KEY (and GIMLET_SSH_PASSPHRASE); "
            "libssh2 cannot use RSA keys with a current OpenSSH."
          : "Set GIMLET_GIT_TOKEN and GIMLET_GIT_TOKEN_HOST, or configure a git credential helper.");
  return GIT_EUSER;
}

void Libgit2Auth::accepted() {
  if (from_helper_) credential_approve(url_, *from_helper_);
  from_helper_.reset();
}

std::optional<Error> distrust_host_key(const git_cert_hostkey& cert, const RemoteUrl& url,
                                       const std::string& known_hosts) {
  using State = HostKeyVerdict::State;
  if ((cert.type & GIT_CERT_SSH_RAW) == 0) return Error(ErrorCode::failed, url.host + " showed no host key");
  const std::string_view key(cert.hostkey, cert.hostkey_len);
  const HostKeyVerdict verdict = check_host_key(known_hosts, url.host, url.port, key);
  const std::string shown = key_type(key) + " " + key_fingerprint(key);
  const std::string add =
      fmt::format("Check that fingerprint, then add the key: ssh-keyscan -p {} {} >> ~/.ssh/known_hosts",
                  url.port, url.host);
  switch (verdict.state) {
    case State::known:
      return std::nullopt;
    case State::revoked:
      return Error(ErrorCode::failed,
                   fmt::format("the key of host {} ({}) is revoked in known_hosts", url.host, shown));
    case State::changed:
      return Error(ErrorCode::failed,
                   fmt::format("the key of host {} has changed: it is now {}, and known_hosts holds "
                               "another",
                               url.host, shown))
          .hint("Find out why before you replace the line in known_hosts: someone may be in between.");
    case State::unknown:
      break;
  }
  if (verdict.has_authority) {
    return Error(
               ErrorCode::failed,
               fmt::format("known_hosts trusts {} by @cert-authority, which libgit2 cannot check", url.host))
        .hint("Use --git-transport git, or add the host's own key.");
  }
  return Error(ErrorCode::failed,
               fmt::format("the key of host {} ({}) is not in known_hosts", url.host, shown))
      .hint(add);
}

std::string read_known_hosts(const VariableLookup& variable) {
  std::vector<std::filesystem::path> files;
  if (const auto own = variable("GIMLET_SSH_KNOWN_HOSTS")) {
    files = {*own};
  } else {
    const auto folder = home_folder(variable) / ".ssh";
    files = {folder / "known_hosts", folder / "known_hosts2", "/etc/ssh/ssh_known_hosts",
             "/etc/ssh/ssh_known_hosts2"};
  }
  constexpr std::size_t max_bytes = std::size_t{16} * 1024 * 1024;
  std::string text;
  for (const auto& file : files) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(file, ignored)) text += read_file(file, max_bytes) + "\n";
  }
  return text;
}

}  // namespace gimlet::gitops
