#include "gitops/transport/transport.hpp"

#include "core/util/error.hpp"
#include "core/util/process.hpp"
#include "core/util/string.hpp"
#include "gitops/transport/git/git_transport.hpp"
#include "gitops/transport/libgit2/libgit2_transport.hpp"
#include "gitops/transport/remote_url.hpp"

namespace gimlet::gitops {
namespace {

bool libgit2_speaks(RemoteUrl::Scheme scheme) {
  return scheme == RemoteUrl::Scheme::http || scheme == RemoteUrl::Scheme::https ||
         scheme == RemoteUrl::Scheme::ssh;
}

std::string why_not_libgit2(RemoteUrl::Scheme scheme) {
  if (scheme == RemoteUrl::Scheme::local) {
    return "libgit2 moves the refs of a local remote without compare-and-swap and runs none of its hooks";
  }
  return "libgit2 is used for https, http and ssh only";
}

}  // namespace

TransportOptions transport_options(const RepoOptions& options) {
  TransportOptions transport;
  transport.kind = options.transport;
  transport.timeout_ms = options.timeout_ms;
  transport.on_progress = options.on_progress;
  return transport;
}

std::string branch_of_head(const std::map<std::string, std::string>& refs) {
  constexpr std::string_view symbolic = "ref: ";
  const auto head = refs.find("HEAD");
  return head != refs.end() && head->second.starts_with(symbolic) ? head->second.substr(symbolic.size()) : "";
}

TransportChoice choose_transport(const std::string& url, TransportKind kind) {
  const RemoteUrl::Scheme scheme = parse_remote_url(url).scheme;
  const auto git = kind == TransportKind::libgit2 ? std::nullopt : find_program("git");
  if (git) {
    return {"git", git->string(),
            kind == TransportKind::git ? "git was asked for"
                                       : "git is on PATH, and knows your ssh and credentials"};
  }
  if (kind == TransportKind::git) return {"", "", "git was asked for, and is not on PATH"};
  const std::string start = kind == TransportKind::libgit2 ? "libgit2 was asked for" : "git is not on PATH";
  if (!libgit2_speaks(scheme)) return {"", "", start + ", but " + why_not_libgit2(scheme)};
  return {"libgit2", "", start};
}

std::unique_ptr<Transport> open_transport(const std::filesystem::path& repository, const std::string& url,
                                          const TransportOptions& options) {
  check_remote_url(url);
  const TransportChoice choice = choose_transport(url, options.kind);
  if (choice.name == "git") return open_git_transport(choice.program, repository, url, options);
  if (choice.name == "libgit2") return open_libgit2_transport(repository, url, options);
  throw Error(ErrorCode::failed, "cannot reach " + redact_urls(url) + ": " + choice.reason)
      .hint("Install git, or choose it with --git-transport git.");
}

}  // namespace gimlet::gitops
