#include "gitops/transport/libgit2/session.hpp"

#include <algorithm>
#include <cstdlib>
#include <exception>

#include <fmt/format.h>

#include "core/util/string.hpp"
#include "gitops/git2/error.hpp"
#include "gitops/git2/init.hpp"
#include "gitops/git2/refs.hpp"
#include "gitops/transport/git_failure.hpp"
#include "gitops/transport/remote_url.hpp"

namespace gimlet::gitops {
namespace {

std::string hex(const git_oid& id) {
  std::string text(GIT_OID_HEXSZ, '0');
  git_oid_fmt(text.data(), &id);
  return text;
}

std::string source_of(std::string_view refspec) {
  if (refspec.starts_with('+')) refspec.remove_prefix(1);
  return std::string(refspec.substr(0, refspec.find(':')));
}

// The http.* entries of git's configuration.
std::vector<std::pair<std::string, std::string>> http_entries(git_repository* repository) {
  std::vector<std::pair<std::string, std::string>> entries;
  git2::Config config;
  if (git_repository_config_snapshot(out_ptr(config), repository) < 0) return entries;
  CHandle<git_config_iterator, git_config_iterator_free> iterator;
  if (git_config_iterator_glob_new(out_ptr(iterator), config.get(), "^http\\.") < 0) return entries;
  git_config_entry* entry = nullptr;
  while (git_config_next(&entry, iterator.get()) == 0) {
    entries.emplace_back(entry->name, entry->value == nullptr ? "true" : entry->value);
  }
  return entries;
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

git_strarray strings(std::vector<char*>& pointers) {
  return {pointers.data(), pointers.size()};
}

}  // namespace

Libgit2Session::Libgit2Session(const std::filesystem::path& repository, const std::string& url,
                               const std::filesystem::path& ssh_home, ChildReport& report)
    : report_(report), ssh_home_(ssh_home) {
  git2::initialise();
  check(git_repository_open(out_ptr(repository_), repository.c_str()), "opening the repository");
  check(git_remote_create_anonymous(out_ptr(remote_), repository_.get(), url.c_str()), "reading the URL");
}

void Libgit2Session::check(int code, const char* doing) {
  if (code >= 0) return;
  if (failure_) throw *failure_;
  if (auth_ && auth_->failure()) throw *auth_->failure();
  throw git2::error(code, doing).hint(hint_for(git2::last_message()));
}

// insteadOf has been applied to the remote's URLs by now: what it made of them is what counts.
void Libgit2Session::connect(git_direction direction) {
  const char* push_url = git_remote_pushurl(remote_.get());
  url_ = direction == GIT_DIRECTION_PUSH && push_url != nullptr ? push_url : git_remote_url(remote_.get());
  check_speakable(url_);
  const RemoteUrl url = parse_remote_url(url_);
  auth_.emplace(url, process_variable);
  read_settings();
  if (url.scheme == RemoteUrl::Scheme::ssh) {
    known_hosts_ = read_known_hosts(process_variable);
    // libgit2 reads $HOME/.ssh/known_hosts, and fails without a HOME. All else in the home folder has been
    // read.
    ::setenv("HOME", ssh_home_.c_str(), 1);
  }
  git_remote_connect_options options = GIT_REMOTE_CONNECT_OPTIONS_INIT;
  fill(options);
  check(git_remote_connect_ext(remote_.get(), direction, &options), "connecting");
  auth_->accepted();
}

void Libgit2Session::read_settings() {
  settings_ = git_http_settings(http_entries(repository_.get()), url_, process_variable);
  header_pointers_.clear();
  for (auto& header : settings_.headers) header_pointers_.push_back(header.data());
  const auto& [file, folder] = settings_.trusted;
  git2::prepare_network(file.empty() ? nullptr : file.c_str(), folder.empty() ? nullptr : folder.c_str());
}

// Redirects to another host are not followed: libgit2 would send it the credentials of the first.
template <class Options>
void Libgit2Session::fill(Options& options) {
  options.callbacks = callbacks();
  options.proxy_opts.type = GIT_PROXY_AUTO;
  options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
  options.custom_headers = strings(header_pointers_);
}

int Libgit2Session::check_certificate(git_cert* cert, int valid, const char* host) {
  const std::string name = host == nullptr ? "" : host;
  if (cert->cert_type == GIT_CERT_HOSTKEY_LIBSSH2) {
    failure_ = distrust_host_key(*reinterpret_cast<const git_cert_hostkey*>(cert), parse_remote_url(url_),
                                 known_hosts_);
  } else if (valid == 0 && settings_.verify) {
    const std::string last = git2::last_message();
    const std::string words = last.empty() ? "" : ": " + last;
    failure_ = Error(ErrorCode::failed, "the certificate of " + name + " could not be verified" + words);
    failure_->hint("If it is signed by a private authority, name its file in GIT_SSL_CAINFO.");
  }
  return failure_ ? GIT_ECERTIFICATE : 0;
}

git_remote_callbacks Libgit2Session::callbacks() {
  git_remote_callbacks result = GIT_REMOTE_CALLBACKS_INIT;
  result.payload = this;
  result.credentials = [](git_credential** out, const char* /*url*/, const char* user, unsigned allowed,
                          void* self) {
    auto& session = *static_cast<Libgit2Session*>(self);
    try {
      session.report_.alive();
      return session.auth_->acquire(out, user, allowed);
    } catch (const Error& error) {
      session.failure_ = error;
    } catch (const std::exception& error) {
      session.failure_ = Error(ErrorCode::failed, error.what());
    }
    return static_cast<int>(GIT_EUSER);
  };
  result.certificate_check = [](git_cert* cert, int valid, const char* host, void* self) {
    auto& session = *static_cast<Libgit2Session*>(self);
    try {
      return session.check_certificate(cert, valid, host);
    } catch (const std::exception& error) {
      session.failure_ = Error(ErrorCode::failed, error.what());
    }
    return static_cast<int>(GIT_ECERTIFICATE);
  };
  result.sideband_progress = [](const char* text, int length, void* self) {
    static_cast<Libgit2Session*>(self)->report_.send(
        kind_text, std::string_view(text, static_cast<std::size_t>(std::max(length, 0))));
    return 0;
  };
  result.transfer_progress = [](const git_indexer_progress*, void* self) {
    static_cast<Libgit2Session*>(self)->report_.alive();
    return 0;
  };
  result.pack_progress = [](int, uint32_t, uint32_t, void* self) {
    static_cast<Libgit2Session*>(self)->report_.alive();
    return 0;
  };
  result.push_transfer_progress = [](unsigned, unsigned, std::size_t, void* self) {
    static_cast<Libgit2Session*>(self)->report_.alive();
    return 0;
  };
  result.push_update_reference = [](const char* ref, const char* status, void* self) {
    const std::string message = std::string(ref) + '\0' + (status == nullptr ? "" : status);
    static_cast<Libgit2Session*>(self)->report_.send(kind_status, message);
    return 0;
  };
  return result;
}

std::vector<const git_remote_head*> Libgit2Session::heads() {
  const git_remote_head** list = nullptr;
  std::size_t count = 0;
  check(git_remote_ls(&list, &count, remote_.get()), "listing the refs");
  return {list, list + count};
}

void Libgit2Session::list_refs() {
  connect(GIT_DIRECTION_FETCH);
  for (const auto* head : heads()) {
    const std::string name = head->name;
    if (name.ends_with("^{}")) continue;
    const std::string value =
        head->symref_target == nullptr ? hex(head->oid) : std::string("ref: ") + head->symref_target;
    std::string message = name;
    message += '\0';
    message += value;
    report_.send(kind_ref, message);
  }
}

void Libgit2Session::refuse_shallow() {
  if (git_repository_is_shallow(repository_.get()) == 0) return;
  throw Error(ErrorCode::failed, "libgit2 cannot fetch into or push from a shallow clone")
      .hint("Use --git-transport git, or make the clone whole: git fetch --unshallow.");
}

void Libgit2Session::fetch(const std::vector<std::string>& refspecs) {
  refuse_shallow();
  connect(GIT_DIRECTION_FETCH);
  const auto refs = heads();
  std::vector<std::string> present;
  std::copy_if(refspecs.begin(), refspecs.end(), std::back_inserter(present),
               [&](const std::string& refspec) {
                 const std::string source = source_of(refspec);
                 return source.find('*') != std::string::npos ||
                        std::any_of(refs.begin(), refs.end(),
                                    [&](const git_remote_head* head) { return source == head->name; });
               });
  if (present.empty()) return;
  std::vector<char*> pointers;
  pointers.reserve(present.size());
  for (auto& refspec : present) pointers.push_back(refspec.data());
  const git_strarray wanted = strings(pointers);
  git_fetch_options options = GIT_FETCH_OPTIONS_INIT;
  fill(options);
  options.update_fetchhead = 0;
  options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
  check(git_remote_fetch(remote_.get(), &wanted, &options, "fetch"), "fetching");
}

// The expected value is compared with what this connection's server advertised, which the server compares
// again when it moves the ref.
void Libgit2Session::push(const RefUpdate& update, const std::string& temporary_ref) {
  refuse_shallow();
  connect(GIT_DIRECTION_PUSH);
  std::string held;
  for (const auto* head : heads()) {
    if (update.ref == head->name) held = hex(head->oid);
  }
  if (held == update.new_id) {
    report_.send(kind_status, update.ref + '\0');
    return;
  }
  if (held != update.expected) {
    report_.send(kind_moved, update.ref);
    return;
  }
  git_oid id;
  check(git_oid_fromstr(&id, update.new_id.c_str()), "reading the commit's id");
  if (!git2::put_ref(repository_.get(), temporary_ref, id))
    throw Error(ErrorCode::conflict, "naming the commit: " + temporary_ref + " is locked");
  std::string refspec = "+" + temporary_ref + ":" + update.ref;
  std::vector<char*> pointers = {refspec.data()};
  const git_strarray wanted = strings(pointers);
  git_push_options options = GIT_PUSH_OPTIONS_INIT;
  fill(options);
  report_.send(kind_upload, "");
  const int code = git_remote_upload(remote_.get(), &wanted, &options);
  check(code, "pushing");  // after a failure the parent removes the ref
  static_cast<void>(git2::remove_ref(repository_.get(), temporary_ref));
}

void remove_temporary_ref(const std::filesystem::path& repository, const std::string& ref) noexcept {
  git2::Repository opened;
  if (git_repository_open(out_ptr(opened), repository.c_str()) != 0) return;
  try {
    static_cast<void>(git2::remove_ref(opened.get(), ref));
  } catch (const std::exception&) {
    // The next push removes it.
  }
}

}  // namespace gimlet::gitops
