#include "gitops/transport/libgit2/session.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include "core/util/environment.hpp"
#include "core/util/string.hpp"
#include "gitops/git2/error.hpp"
#include "gitops/git2/init.hpp"
#include "gitops/transport/libgit2/git_http_settings.hpp"
#include "gitops/transport/remote_url.hpp"

namespace gimlet::gitops {
namespace {

// "name NUL value"
std::string two_parts(std::string_view name, std::string_view value) {
  std::string text(name);
  text += '\0';
  text += value;
  return text;
}

std::string source_of(std::string_view refspec) {
  if (refspec.starts_with('+')) refspec.remove_prefix(1);
  return std::string(refspec.substr(0, refspec.find(':')));
}

// libgit2 puts the path between single quotes in the command the ssh server's shell runs, and escapes
// nothing.
void check_speakable(const std::string& text) {
  const RemoteUrl url = parse_remote_url(text);
  using Scheme = RemoteUrl::Scheme;
  if (url.scheme != Scheme::http && url.scheme != Scheme::https && url.scheme != Scheme::ssh) {
    throw Error(ErrorCode::failed,
                "libgit2 is used for https, http and ssh only, and the URL is " + redact_urls(text))
        .hint("Use --git-transport git.");
  }
  const bool quote = text.find('\'') != std::string::npos || text.find("%27") != std::string::npos;
  if (url.scheme == Scheme::ssh && quote) {
    throw Error(ErrorCode::bad_input,
                "a path with a quote cannot be sent over ssh by libgit2: " + redact_urls(text));
  }
}

}  // namespace

// insteadOf has been applied to the connection's URL: what it made of it is what counts.
Libgit2Session::Libgit2Session(const std::filesystem::path& repository, const std::string& url,
                               git2::Connection::For what, const std::filesystem::path& ssh_home,
                               ChildReport& report)
    : report_(report),
      ssh_home_(ssh_home),
      connection_(repository, url, what, *this),
      url_(parse_remote_url(connection_.url())),
      auth_(url_, process_variable) {}

void Libgit2Session::connect() {
  check_speakable(connection_.url());
  GitHttpSettings settings =
      http_settings_of_git(connection_.http_entries(), connection_.url(), process_variable);
  verify_ = settings.verify;
  auto [file, folder] = settings.trusted;
  if (url_.scheme != RemoteUrl::Scheme::https) file = folder = "";
  git2::prepare_network(file.empty() ? nullptr : file.c_str(), folder.empty() ? nullptr : folder.c_str());
  if (url_.scheme == RemoteUrl::Scheme::ssh) {
    known_hosts_ = read_known_hosts(process_variable);
    // libgit2 reads $HOME/.ssh/known_hosts, and fails without a HOME. All else in the home folder has been
    // read.
    ::setenv("HOME", ssh_home_.c_str(), 1);
  }
  connection_.connect(std::move(settings.headers));
  auth_.accepted();
}

git2::Login Libgit2Session::login(const git2::LoginQuestion& question) {
  report_.alive();
  return auth_.next(question);
}

void Libgit2Session::check_host_key(std::string_view key) {
  require_known_host_key(key, url_, known_hosts_);
}

void Libgit2Session::check_certificate(std::string_view host, bool valid) {
  if (valid || !verify_) return;
  const std::string words = git2::last_message();
  throw Error(ErrorCode::failed, "the certificate of " + std::string(host) + " could not be verified" +
                                     (words.empty() ? "" : ": " + words))
      .hint("If it is signed by a private authority, name its file in GIT_SSL_CAINFO.");
}

void Libgit2Session::alive() {
  report_.alive();
}

void Libgit2Session::text(std::string_view piece) {
  report_.send(kind_text, piece);
}

void Libgit2Session::pushed(std::string_view ref, std::string_view reason) {
  report_.send(kind_status, two_parts(ref, reason));
}

void Libgit2Session::list_refs() {
  connect();
  for (const auto& ref : connection_.refs()) {
    if (!ref.name.ends_with("^{}"))
      report_.send(kind_ref, two_parts(ref.name, ref.symbolic.empty() ? ref.id : "ref: " + ref.symbolic));
  }
}

void Libgit2Session::refuse_shallow() const {
  if (!connection_.is_shallow()) return;
  throw Error(ErrorCode::failed, "libgit2 cannot fetch into or push from a shallow clone")
      .hint("Use --git-transport git, or make the clone whole: git fetch --unshallow.");
}

void Libgit2Session::fetch(const std::vector<std::string>& refspecs) {
  refuse_shallow();
  connect();
  const auto refs = connection_.refs();
  std::vector<std::string> present;
  for (const auto& refspec : refspecs) {
    const std::string source = source_of(refspec);
    const bool is_there =
        source.find('*') != std::string::npos ||
        std::any_of(refs.begin(), refs.end(), [&](const git2::RemoteRef& ref) { return source == ref.name; });
    if (is_there) {
      present.push_back(refspec);
    } else {
      report_.send(kind_missing, source);
    }
  }
  if (!present.empty()) connection_.fetch(present);
}

// The expected value is compared with what this connection's server advertised, which the server compares
// again when it moves the ref.
void Libgit2Session::push(const RefUpdate& update, const std::string& temporary_ref) {
  refuse_shallow();
  connect();
  std::string held;
  for (const auto& ref : connection_.refs()) {
    if (update.ref == ref.name) held = ref.id;
  }
  if (held == update.new_id) return report_.send(kind_status, two_parts(update.ref, ""));
  if (held != update.expected) return report_.send(kind_moved, update.ref);
  report_.send(kind_upload, "");
  connection_.push(update.new_id, update.ref, temporary_ref);  // after a failure the parent removes the ref
}

}  // namespace gimlet::gitops
