#include "gitops/transport/credentials.hpp"

#include <array>

#include <pwd.h>
#include <unistd.h>

#include "core/util/process.hpp"
#include "core/util/string.hpp"

namespace gimlet::gitops {
namespace {

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

// "gitlab.example.com:8443" or a URL, as the host and port it names.
bool names_host(const std::string& text, const RemoteUrl& url) {
  if (text.empty()) return false;
  if (text.find("://") == std::string::npos && text.find('/') == std::string::npos &&
      text.find('@') == std::string::npos) {
    const RemoteUrl wanted = parse_remote_url("https://" + text);
    return wanted.host == url.host && (text == wanted.host || wanted.port == url.port);
  }
  const RemoteUrl wanted = parse_remote_url(text);
  const bool http = wanted.scheme == RemoteUrl::Scheme::https || wanted.scheme == RemoteUrl::Scheme::http;
  return http && wanted.host == url.host && wanted.port == url.port;
}

class TokenList {
 public:
  TokenList(const RemoteUrl& url, const VariableLookup& variable) : url_(url), variable_(variable) {}

  // Adds the variable's token if one of the texts names the URL's host.
  void add(const char* name, const std::string& user, const std::vector<std::string>& hosts) {
    const auto token = variable_(name);
    if (!token) return;
    for (const auto& host : hosts) {
      if (!names_host(host, url_)) continue;
      tokens_.push_back({user, *token, name});
      return;
    }
  }

  std::vector<HttpCredential> tokens() && { return std::move(tokens_); }

 private:
  const RemoteUrl& url_;
  const VariableLookup& variable_;
  std::vector<HttpCredential> tokens_;
};

std::string describe(const RemoteUrl& url) {
  const bool https = url.scheme == RemoteUrl::Scheme::https;
  const int default_port = https ? 443 : 80;
  const std::string host = url.host.find(':') == std::string::npos ? url.host : "[" + url.host + "]";
  std::string text = std::string("protocol=") + (https ? "https" : "http") + "\nhost=" + host;
  if (url.port != default_port) text += ":" + std::to_string(url.port);
  const auto start = url.path.find_first_not_of('/');
  if (start != std::string::npos) text += "\npath=" + url.path.substr(start);
  return text + "\n";
}

ProcessResult run_credential(const char* verb, const std::string& input) {
  ProcessOptions options;
  options.input = input + "\n";
  options.set_env = {{"LC_ALL", "C"}};
  if (::isatty(STDIN_FILENO) == 0 || ::isatty(STDERR_FILENO) == 0) {
    options.set_env.emplace_back("GIT_TERMINAL_PROMPT", "0");
  }
  return run_process({"git", "credential", verb}, options);
}

void tell_helpers(const char* verb, const RemoteUrl& url, const HttpCredential& credential) {
  if (!find_program("git")) return;
  run_credential(verb,
                 describe(url) + "username=" + credential.user + "\npassword=" + credential.password + "\n");
}

}  // namespace

std::vector<HttpCredential> environment_tokens(const RemoteUrl& url, const VariableLookup& variable) {
  if (url.scheme != RemoteUrl::Scheme::https && !is_loopback(url.host)) return {};
  TokenList tokens(url, variable);
  const auto value = [&](const char* name, const std::string& otherwise) {
    return variable(name).value_or(otherwise);
  };
  tokens.add("GIMLET_GIT_TOKEN", value("GIMLET_GIT_USER", "git"),
             {value("GIMLET_GIT_TOKEN_HOST", value("GIMLET_GITOPS_REPO", ""))});
  tokens.add("GITHUB_TOKEN", "x-access-token", {value("GITHUB_SERVER_URL", "https://github.com")});
  tokens.add("GH_TOKEN", "x-access-token", {"https://github.com"});
  tokens.add("GITLAB_TOKEN", "oauth2", {value("CI_SERVER_HOST", "https://gitlab.com")});
  tokens.add("CI_JOB_TOKEN", "gitlab-ci-token", {value("CI_SERVER_HOST", "")});
  return std::move(tokens).tokens();
}

std::filesystem::path home_folder(const VariableLookup& variable) {
  if (const auto home = variable("HOME")) return *home;
  constexpr std::size_t buffer_bytes = 16384;
  std::vector<char> buffer(buffer_bytes);
  passwd entry{};
  passwd* found = nullptr;
  ::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found);
  return found == nullptr ? std::filesystem::path() : std::filesystem::path(found->pw_dir);
}

std::vector<std::filesystem::path> ssh_key_files(const std::filesystem::path& home,
                                                 const VariableLookup& variable) {
  if (const auto own = variable("GIMLET_SSH_KEY")) return {*own};
  static constexpr std::array<const char*, 3> names = {"id_ed25519", "id_ecdsa", "id_rsa"};
  std::vector<std::filesystem::path> result;
  for (const char* name : names) {
    const auto file = home / ".ssh" / name;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(file, ignored)) result.push_back(file);
  }
  return result;
}

std::optional<HttpCredential> credential_fill(const RemoteUrl& url, const std::string& user) {
  if (!find_program("git")) return std::nullopt;
  const auto result = run_credential("fill", describe(url) + (user.empty() ? "" : "username=" + user + "\n"));
  if (!result.ok()) return std::nullopt;
  HttpCredential credential;
  credential.origin = "git credential";
  for (const auto& line : split(result.output, '\n')) {
    if (line.starts_with("username=")) credential.user = line.substr(line.find('=') + 1);
    if (line.starts_with("password=")) credential.password = line.substr(line.find('=') + 1);
  }
  if (credential.password.empty()) return std::nullopt;
  return credential;
}

void credential_approve(const RemoteUrl& url, const HttpCredential& credential) {
  tell_helpers("approve", url, credential);
}

void credential_reject(const RemoteUrl& url, const HttpCredential& credential) {
  tell_helpers("reject", url, credential);
}

}  // namespace gimlet::gitops
