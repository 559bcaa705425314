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

git2::Login Libgit2Auth::next(const git2::LoginQuestion& question) {
  const bool ssh = url_.scheme == RemoteUrl::Scheme::ssh;
  if (question.takes_user_name) return git2::UserName{"git"};
  if (ssh && question.takes_ssh_key) return next_ssh(question.user);
  if (!ssh && question.takes_password) return next_http(question.user);
  throw none_accepted();
}

git2::Login Libgit2Auth::next_http(const std::string& user) {
  if (!user.empty() && tried_.empty()) tried_.emplace_back("the URL's user");
  if (next_token_ < tokens_.size()) {
    const HttpCredential& token = tokens_[next_token_++];
    tried_.push_back(token.origin);
    return git2::Password{token.user, token.password};
  }
  if (from_helper_) credential_reject(url_, *from_helper_);
  from_helper_.reset();
  if (asked_helper_) throw none_accepted();
  asked_helper_ = true;
  from_helper_ = credential_fill(url_, user);
  if (!from_helper_) throw none_accepted();
  tried_.push_back(from_helper_->origin);
  return git2::Password{from_helper_->user, from_helper_->password};
}

git2::Login Libgit2Auth::next_ssh(const std::string& user) {
  if (agent_) {
    agent_ = false;
    tried_.emplace_back("ssh-agent");
    return git2::AgentKey{user};
  }
  if (next_key_ == keys_.size()) throw none_accepted();
  const std::filesystem::path& key = keys_[next_key_++];
  tried_.push_back(key.string());
  std::filesystem::path public_key = key.string() + ".pub";
  std::error_code ignored;
  if (!std::filesystem::exists(public_key, ignored)) public_key.clear();
  return git2::KeyFile{user, key, public_key, variable_("GIMLET_SSH_PASSPHRASE").value_or("")};
}

Error Libgit2Auth::none_accepted() const {
  const bool ssh = url_.scheme == RemoteUrl::Scheme::ssh;
  const std::string tried = tried_.empty() ? "there were none to try" : "tried " + join(tried_, ", ");
  return Error(ErrorCode::failed, fmt::format("{} accepted no credentials: {}", url_.host, tried))
      .hint(ssh ? "Load a key into ssh-agent, or name one in GIMLET_SSH_KEY (and GIMLET_SSH_PASSPHRASE); "
                  "libssh2 cannot use RSA keys with a current OpenSSH."
                : "Set GIMLET_GIT_TOKEN and GIMLET_GIT_TOKEN_HOST, or configure a git credential helper.");
}

void Libgit2Auth::accepted() {
  if (from_helper_) credential_approve(url_, *from_helper_);
  from_helper_.reset();
}

void require_known_host_key(std::string_view key, const RemoteUrl& url, const std::string& known_hosts) {
  using State = HostKeyVerdict::State;
  if (key.empty()) throw Error(ErrorCode::failed, url.host + " showed no host key");
  const HostKeyVerdict verdict = check_host_key(known_hosts, url.host, url.port, key);
  const std::string shown = key_type(key) + " " + key_fingerprint(key);
  switch (verdict.state) {
    case State::known:
      return;
    case State::revoked:
      throw Error(ErrorCode::failed,
                  fmt::format("the key of host {} ({}) is revoked in known_hosts", url.host, shown));
    case State::changed:
      throw Error(ErrorCode::failed,
                  fmt::format("the key of host {} has changed: it is now {}, and known_hosts holds another",
                              url.host, shown))
          .hint("Find out why before you replace the line in known_hosts: someone may be in between.");
    case State::unknown:
      break;
  }
  if (verdict.has_authority) {
    throw Error(ErrorCode::failed,
                fmt::format("known_hosts trusts {} by @cert-authority, which libgit2 cannot check", url.host))
        .hint("Use --git-transport git, or add the host's own key.");
  }
  throw Error(ErrorCode::failed,
              fmt::format("the key of host {} ({}) is not in known_hosts", url.host, shown))
      .hint(
          fmt::format("Check that fingerprint, then add the key: ssh-keyscan -p {} {} >> ~/.ssh/known_hosts",
                      url.port, url.host));
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
