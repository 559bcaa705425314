#include "gitops/git2/connection.hpp"

#include <algorithm>
#include <exception>

#include "core/util/error.hpp"
#include "gitops/git2/config.hpp"
#include "gitops/git2/error.hpp"
#include "gitops/git2/handle.hpp"
#include "gitops/git2/oid.hpp"
#include "gitops/git2/refs.hpp"
#include "gitops/git2/repository.hpp"

namespace gimlet::git2 {
namespace {

// The addresses of texts, as libgit2 takes them; the texts must stay.
struct Texts {
  explicit Texts(std::vector<std::string>& texts) {
    for (auto& text : texts) pointers.push_back(text.data());
  }
  [[nodiscard]] git_strarray array() { return {pointers.data(), pointers.size()}; }
  std::vector<char*> pointers;
};

struct MakeCredential {
  git_credential** out;
  int operator()(const UserName& login) const { return git_credential_username_new(out, login.user.c_str()); }
  int operator()(const Password& login) const {
    return git_credential_userpass_plaintext_new(out, login.user.c_str(), login.password.c_str());
  }
  int operator()(const AgentKey& login) const {
    return git_credential_ssh_key_from_agent(out, login.user.c_str());
  }
  int operator()(const KeyFile& login) const {
    return git_credential_ssh_key_new(
        out, login.user.c_str(), login.public_key.empty() ? nullptr : login.public_key.c_str(),
        login.private_key.c_str(), login.passphrase.empty() ? nullptr : login.passphrase.c_str());
  }
};

}  // namespace

struct Connection::State {
  explicit State(ConnectionEvents& events) : listener(events) {}

  ConnectionEvents& listener;
  For what = For::fetch;
  Repository repository;
  Remote remote;
  std::string url;
  std::vector<std::string> headers;
  std::exception_ptr failure;  // of a callback: libgit2 would tell another's

  // Runs a callback's work; `code` is for libgit2 if it throws.
  template <class Work>
  static int guarded(void* self, int code, const Work& work) noexcept {
    auto& state = *static_cast<State*>(self);
    try {
      work(state.listener);
      return 0;
    } catch (...) {
      state.failure = std::current_exception();
      return code;
    }
  }

  void check(int code, const char* doing) const {
    if (code >= 0) return;
    if (failure) std::rethrow_exception(failure);
    throw error(code, doing);
  }

  template <class Options>
  void fill(Options& options, Texts& header_texts) {
    options.callbacks = callbacks();
    options.proxy_opts.type = GIT_PROXY_AUTO;
    options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
    options.custom_headers = header_texts.array();
  }

  git_remote_callbacks callbacks();
  static int on_login(git_credential** out, const char* url, const char* user, unsigned allowed, void* self);
  static int on_certificate(git_cert* cert, int valid, const char* host, void* self);
};

int Connection::State::on_login(git_credential** out, const char* /*url*/, const char* user, unsigned allowed,
                                void* self) {
  int made = 0;
  const int code = guarded(self, GIT_EUSER, [&](ConnectionEvents& events) {
    const LoginQuestion question{user == nullptr ? "" : user, (allowed & GIT_CREDENTIAL_USERNAME) != 0,
                                 (allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT) != 0,
                                 (allowed & GIT_CREDENTIAL_SSH_KEY) != 0};
    made = std::visit(MakeCredential{out}, events.login(question));
  });
  return code != 0 ? code : made;
}

int Connection::State::on_certificate(git_cert* cert, int valid, const char* host, void* self) {
  return guarded(self, GIT_ECERTIFICATE, [&](ConnectionEvents& events) {
    if (cert->cert_type == GIT_CERT_HOSTKEY_LIBSSH2) {
      const auto& key = *reinterpret_cast<const git_cert_hostkey*>(cert);
      const bool shown = (key.type & GIT_CERT_SSH_RAW) != 0;
      events.check_host_key(shown ? std::string_view(key.hostkey, key.hostkey_len) : std::string_view());
    } else {
      events.check_certificate(host == nullptr ? "" : host, valid != 0);
    }
  });
}

git_remote_callbacks Connection::State::callbacks() {
  constexpr int stop = GIT_EUSER;
  git_remote_callbacks result = GIT_REMOTE_CALLBACKS_INIT;
  result.payload = this;
  result.credentials = on_login;
  result.certificate_check = on_certificate;
  result.sideband_progress = [](const char* text, int length, void* self) {
    return guarded(self, stop, [&](ConnectionEvents& events) {
      events.text({text, static_cast<std::size_t>(std::max(length, 0))});
    });
  };
  result.transfer_progress = [](const git_indexer_progress*, void* self) {
    return guarded(self, stop, [](ConnectionEvents& events) { events.alive(); });
  };
  result.pack_progress = [](int, uint32_t, uint32_t, void* self) {
    return guarded(self, stop, [](ConnectionEvents& events) { events.alive(); });
  };
  result.push_transfer_progress = [](unsigned, unsigned, std::size_t, void* self) {
    return guarded(self, stop, [](ConnectionEvents& events) { events.alive(); });
  };
  result.push_update_reference = [](const char* ref, const char* status, void* self) {
    return guarded(self, stop,
                   [&](ConnectionEvents& events) { events.pushed(ref, status == nullptr ? "" : status); });
  };
  return result;
}

Connection::Connection(const std::filesystem::path& repository, const std::string& url, For what,
                       ConnectionEvents& events)
    : state_(std::make_unique<State>(events)) {
  State& state = *state_;
  state.what = what;
  state.repository = open_repository(repository);
  state.check(git_remote_create_anonymous(out_ptr(state.remote), state.repository.get(), url.c_str()),
              "reading the URL");
  const char* const push_url = git_remote_pushurl(state.remote.get());
  state.url = what == For::push && push_url != nullptr ? push_url : git_remote_url(state.remote.get());
}

Connection::~Connection() = default;

const std::string& Connection::url() const {
  return state_->url;
}

std::vector<std::pair<std::string, std::string>> Connection::http_entries() const {
  return read_config(state_->repository.get()).entries("http.");
}

bool Connection::is_shallow() const {
  return git_repository_is_shallow(state_->repository.get()) != 0;
}

void Connection::connect(std::vector<std::string> headers) {
  state_->headers = std::move(headers);
  Texts texts(state_->headers);
  git_remote_connect_options options = GIT_REMOTE_CONNECT_OPTIONS_INIT;
  state_->fill(options, texts);
  const git_direction direction = state_->what == For::push ? GIT_DIRECTION_PUSH : GIT_DIRECTION_FETCH;
  state_->check(git_remote_connect_ext(state_->remote.get(), direction, &options), "connecting");
}

std::vector<RemoteRef> Connection::refs() {
  const git_remote_head** list = nullptr;
  std::size_t count = 0;
  state_->check(git_remote_ls(&list, &count, state_->remote.get()), "listing the refs");
  std::vector<RemoteRef> refs;
  for (std::size_t i = 0; i < count; ++i) {
    const git_remote_head& head = *list[i];
    refs.push_back({head.name, to_hex(head.oid), head.symref_target == nullptr ? "" : head.symref_target});
  }
  return refs;
}

void Connection::fetch(const std::vector<std::string>& refspecs) {
  std::vector<std::string> wanted = refspecs;
  Texts specs(wanted);
  Texts texts(state_->headers);
  git_fetch_options options = GIT_FETCH_OPTIONS_INIT;
  state_->fill(options, texts);
  options.update_fetchhead = 0;
  options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
  const git_strarray array = specs.array();
  state_->check(git_remote_fetch(state_->remote.get(), &array, &options, "fetch"), "fetching");
}

void Connection::push(const std::string& commit, const std::string& ref, const std::string& temporary_ref) {
  git_repository* const repository = state_->repository.get();
  if (!put_ref(repository, temporary_ref, to_oid(commit)))
    throw Error(ErrorCode::conflict, "naming the commit: " + temporary_ref + " is locked");
  std::vector<std::string> wanted = {"+" + temporary_ref + ":" + ref};
  Texts specs(wanted);
  Texts texts(state_->headers);
  git_push_options options = GIT_PUSH_OPTIONS_INIT;
  state_->fill(options, texts);
  const git_strarray array = specs.array();
  state_->check(git_remote_upload(state_->remote.get(), &array, &options), "pushing");
  static_cast<void>(remove_ref(repository, temporary_ref));
}

void drop_ref(const std::filesystem::path& repository, const std::string& ref) noexcept {
  try {
    static_cast<void>(remove_ref(open_repository(repository).get(), ref));
  } catch (const std::exception&) {
    // The next push removes it.
  }
}

}  // namespace gimlet::git2
