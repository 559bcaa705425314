#include "gitops/transport/git_failure.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "core/util/string.hpp"
#include "gitops/transport/remote_text.hpp"

namespace gimlet::gitops {
namespace {

struct Hint {
  std::string_view words;
  std::string_view text;
};

constexpr std::string_view host_key_hint =
    "Check the host's key fingerprint, then add it: ssh-keyscan HOST >> ~/.ssh/known_hosts.";
constexpr std::string_view credentials_hint =
    "Give git credentials for this host (a credential helper, an ssh key, or a token in the environment).";
constexpr std::string_view url_hint = "Check the remote's URL, and that you may read the repository.";
constexpr std::string_view network_hint = "Check the remote's URL, the network and the proxy settings.";
constexpr std::string_view certificate_hint =
    "If the server's certificate is signed by a private authority, name its file in GIT_SSL_CAINFO.";

constexpr std::array<Hint, 31> hints = {{
    {"REMOTE HOST IDENTIFICATION HAS CHANGED",
     "The host's key is not the one in known_hosts: find out why before you replace the line."},
    {"Host key verification failed", host_key_hint},
    {"Authentication failed", credentials_hint},
    {"could not read Username", credentials_hint},
    {"could not read Password", credentials_hint},
    {"terminal prompts disabled", credentials_hint},
    {"Permission denied (", credentials_hint},
    {"returned error: 401", credentials_hint},
    {"status code: 401", credentials_hint},
    {"status code: 403", "The credentials are known to the server, but may not do this."},
    {"status code: 404", url_hint},
    {"status code: 5", "The server has a problem of its own; try again later."},
    {"failed to resolve address", network_hint},
    {"failed to connect", network_hint},
    {"Failed to connect", network_hint},
    {"' not found", url_hint},
    {"returned error: 403", "The credentials are known to the server, but may not do this."},
    {"returned error: 404", url_hint},
    {"returned error: 5", "The server has a problem of its own; try again later."},
    {"Could not resolve host", network_hint},
    {"Could not resolve proxy", network_hint},
    {"Connection refused", network_hint},
    {"Connection timed out", network_hint},
    {"Network is unreachable", network_hint},
    {"SSL certificate problem", certificate_hint},
    {"certificate verification failed", certificate_hint},
    {"does not appear to be a git repository", url_hint},
    {"repository not found", url_hint},
    {"Repository not found", url_hint},
    {"dubious ownership", "If you trust the repository: git config --global --add safe.directory PATH."},
    {"No space left on device", "Free some disk space and try again."},
}};

// Lines that only explain another line.
bool is_advice(std::string_view line) {
  static constexpr std::array<std::string_view, 8> beginnings = {
      "hint: ",
      "Please make sure you have the correct access rights",
      "and the repository exists.",
      "To add an exception",
      "error: failed to push some refs",
      "fatal: Could not read from remote repository.",
      "From ",
      "@@@@@",
  };
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view beginning) { return line.starts_with(beginning); });
}

}  // namespace

std::string hint_for(std::string_view message) {
  for (const auto& hint : hints) {
    if (message.find(hint.words) != std::string_view::npos) return std::string(hint.text);
  }
  return "";
}

Error failure_of_git(int exit_code, std::string_view error_output) {
  const std::string all = clean_remote_text(error_output);
  std::vector<std::string> kept;
  for (const auto& line : split(all, '\n')) {
    if (!line.empty() && !is_advice(line)) kept.push_back(line);
  }
  std::string message = join(kept, "; ");
  if (message.empty()) message = replace_all(all, "\n", "; ");
  if (message.empty()) message = fmt::format("git ended with code {} and said nothing", exit_code);
  return Error(ErrorCode::failed, message).hint(hint_for(all));
}

Error silence(std::string_view what, int timeout_ms) {
  constexpr double ms_per_second = 1000.0;
  return Error(ErrorCode::failed, fmt::format("{} heard nothing from the remote for {:g} s, the time limit",
                                              what, timeout_ms / ms_per_second))
      .hint("Check the network and the remote, or raise the time limit.");
}

}  // namespace gimlet::gitops
