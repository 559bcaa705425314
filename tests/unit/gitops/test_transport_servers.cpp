#include <chrono>

#include <doctest/doctest.h>
#include <netdb.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/hash.hpp"
#include "core/util/process.hpp"
#include "core/util/string.hpp"
#include "gitops/transport/transport.hpp"
#include "tests/support/servers.hpp"
#include "tests/unit/gitops/git_fixture.hpp"

// Both transports against real servers on loopback.

using namespace gimlet;
using namespace gimlet::gitops;
using gimlet::gitops::test::git;
using gimlet::gitops::test::RemoteAndClone;
using gimlet::test::BackgroundProcess;
using gimlet::test::HttpServer;
using gimlet::test::ScopedVariable;
using gimlet::test::SilentServer;
using gimlet::test::SshServer;

namespace {

constexpr const char* main_ref = "refs/heads/main";
constexpr const char* fetch_main = "+refs/heads/main:refs/remotes/origin/main";
constexpr const char* port_free_url = "ssh://git@127.0.0.1:1/x";

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::unique_ptr<Transport> open(const RemoteAndClone& repos, const std::string& url, TransportKind kind,
                                int timeout_ms = 20'000) {
  TransportOptions options;
  options.kind = kind;
  options.timeout_ms = timeout_ms;
  return open_transport(repos.clone, url, options);
}

template <class Fn>
Error error_of(const Fn& fn) {
  try {
    fn();
  } catch (const Error& error) {
    return error;
  }
  return {ErrorCode::failed, "no error was thrown"};
}

// The environment without the user's and the machine's own credentials and settings.
struct CleanEnvironment {
  explicit CleanEnvironment(const RemoteAndClone& repos) {
    const auto home = repos.folder.path() / "home";
    std::filesystem::create_directories(home);
    set("HOME", home.string());
    set("XDG_CONFIG_HOME", (home / ".config").string());
    set("GIT_CONFIG_GLOBAL", (home / ".gitconfig").string());
    set("GIT_CONFIG_NOSYSTEM", "1");
    for (const char* name : {"GIT_ASKPASS",
                             "SSH_ASKPASS",
                             "SSH_AUTH_SOCK",
                             "GIT_SSH_COMMAND",
                             "GIT_SSH",
                             "GIMLET_GIT_TOKEN",
                             "GIMLET_GIT_TOKEN_HOST",
                             "GIMLET_GITOPS_REPO",
                             "GIMLET_SSH_KEY",
                             "GIMLET_SSH_KNOWN_HOSTS",
                             "GITHUB_TOKEN",
                             "CI_JOB_TOKEN",
                             "GIT_SSL_CAINFO",
                             "SSL_CERT_FILE",
                             "GIT_CONFIG_COUNT",
                             "http_proxy",
                             "https_proxy",
                             "all_proxy",
                             "HTTPS_PROXY",
                             "HTTP_PROXY",
                             "ALL_PROXY"}) {
      set(name, "");
    }
  }
  void set(const std::string& name, const std::string& value) {
    variables.push_back(std::make_unique<ScopedVariable>(name, value));
  }
  ~CleanEnvironment() {
    while (!variables.empty()) variables.pop_back();  // last set, first restored
  }
  CleanEnvironment(const CleanEnvironment&) = delete;
  CleanEnvironment& operator=(const CleanEnvironment&) = delete;

  std::vector<std::unique_ptr<ScopedVariable>> variables;
};

// What every transport must do with a remote it may write to.
void check_round_trip(const RemoteAndClone& repos, const std::string& url, TransportKind kind) {
  const auto transport = open(repos, url, kind);
  CHECK(transport->list_refs().at(main_ref) == repos.first);
  CHECK(transport->list_refs().at("HEAD") == "ref: refs/heads/main");

  const auto second = RemoteAndClone::commit(repos.remote, repos.first, "two");
  git(repos.remote, {"update-ref", main_ref, second});
  transport->fetch({fetch_main, "+refs/heads/absent:refs/remotes/origin/absent"});
  CHECK(git(repos.clone, {"rev-parse", "refs/remotes/origin/main"}) == second);

  const auto ours = RemoteAndClone::commit(repos.clone, second, "ours");
  CHECK(transport->push({{main_ref, ours, repos.first}}).status == PushReply::Status::moved);
  CHECK(repos.remote_ref(main_ref) == second);

  repos.remote_hook("pre-receive",
                    "echo 'frozen until Monday' >&2\necho 'ask https://u:pw@host/' >&2\nexit 1\n");
  const auto refused = transport->push({{main_ref, ours, second}});
  CHECK(refused.status == PushReply::Status::refused);
  CHECK(contains(refused.message, "frozen until Monday\nask https://u:***@host/"));
  CHECK(contains(refused.message, "pre-receive hook declined"));

  // The server's own compare-and-swap: the ref moves between its advertisement and its update.
  const auto theirs = RemoteAndClone::commit(repos.remote, second, "theirs");
  repos.remote_hook("pre-receive",
                    "unset GIT_QUARANTINE_PATH\ngit update-ref refs/heads/main " + theirs + "\n");
  CHECK(transport->push({{main_ref, ours, second}}).status == PushReply::Status::moved);
  CHECK(repos.remote_ref(main_ref) == theirs);

  repos.remote_hook("pre-receive", "exit 0\n");
  git(repos.remote, {"config", "receive.denyNonFastForwards", "true"});
  transport->fetch({fetch_main});
  CHECK(transport->push({{main_ref, ours, theirs}}).status == PushReply::Status::refused);
  const auto next = RemoteAndClone::commit(repos.clone, theirs, "next");
  CHECK(transport->push({{main_ref, next, theirs}}).status == PushReply::Status::accepted);
  CHECK(repos.remote_ref(main_ref) == next);
  CHECK(transport->push({{"refs/heads/new", next, ""}}).status == PushReply::Status::accepted);
  CHECK(transport->push({{main_ref, next, next}}).status == PushReply::Status::accepted);
}

void check_empty_remote(const std::string& url, const RemoteAndClone& repos, TransportKind kind) {
  const auto transport = open(repos, url, kind);
  CHECK_NOTHROW(transport->fetch({fetch_main}));
  const auto root = RemoteAndClone::commit(repos.clone, "", "root");
  CHECK(transport->push({{main_ref, root, ""}}).status == PushReply::Status::accepted);
  CHECK(repos.remote_ref(main_ref) == root);
}

long long milliseconds_of(const std::function<void()>& fn) {
  const auto start = std::chrono::steady_clock::now();
  fn();
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start)
      .count();
}

bool have_http(bool tls = false) {
  if (HttpServer::available(tls)) return true;
  MESSAGE("skipped: lighttpd, its TLS module or git-http-backend is not installed");
  return false;
}

bool have_ssh() {
  if (SshServer::available()) return true;
  MESSAGE("skipped: sshd or ssh is not installed");
  return false;
}

constexpr TransportKind both[] = {TransportKind::git, TransportKind::libgit2};
std::string name_of(TransportKind kind) {
  return kind == TransportKind::git ? "git" : "libgit2";
}

}  // namespace

TEST_CASE("transport http: fetch and push, refusals and lost races") {
  if (!have_http()) return;
  for (const auto kind : both) {
    CAPTURE(name_of(kind));
    const RemoteAndClone repos;
    const CleanEnvironment environment(repos);
    const HttpServer server(repos.folder.path(), repos.folder.path(), {});
    check_round_trip(repos, server.url("remote.git"), kind);
    const RemoteAndClone empty(false);
    const HttpServer other(empty.folder.path(), empty.folder.path(), {});
    check_empty_remote(other.url("remote.git"), empty, kind);
  }
}

TEST_CASE("transport http: no such repository, and nobody there") {
  if (!have_http()) return;
  for (const auto kind : both) {
    CAPTURE(name_of(kind));
    const RemoteAndClone repos;
    const CleanEnvironment environment(repos);
    const HttpServer server(repos.folder.path(), repos.folder.path(), {});
    const Error absent = error_of([&] { open(repos, server.url("nothing.git"), kind)->fetch({fetch_main}); });
    CHECK(absent.code() == ErrorCode::failed);
    CHECK(contains(absent.hint(), "Check the remote's URL"));
    const Error nobody = error_of([&] { open(repos, "http://127.0.0.1:1/x", kind)->fetch({fetch_main}); });
    CHECK(contains(nobody.hint(), "network"));
  }
}

TEST_CASE("transport http: basic authentication from the URL, and wrong credentials end") {
  if (!have_http()) return;
  for (const auto kind : both) {
    CAPTURE(name_of(kind));
    const RemoteAndClone repos;
    const CleanEnvironment environment(repos);
    const HttpServer server(repos.folder.path(), repos.folder.path(), {"ci", "pa55", false});
    check_round_trip(repos, server.url("remote.git", "ci:pa55"), kind);
    for (const char* credentials : {"ci:wrong", "ci", ""}) {
      const Error error =
          error_of([&] { open(repos, server.url("remote.git", credentials), kind)->fetch({fetch_main}); });
      CHECK(error.code() == ErrorCode::failed);
      CHECK_FALSE(error.hint().empty());
      CHECK(contains(error.hint(), "redential"));
      CHECK_FALSE(contains(error.str(), "wrong"));
    }
  }
}

TEST_CASE("transport http: libgit2 sends a token of the environment to its own host only") {
  if (!have_http()) return;
  const RemoteAndClone repos;
  CleanEnvironment environment(repos);
  const HttpServer server(repos.folder.path(), repos.folder.path(), {"git", "t0ken", false});
  const auto fetch = [&] {
    open(repos, server.url("remote.git"), TransportKind::libgit2)->fetch({fetch_main});
  };
  environment.set("GIMLET_GIT_TOKEN", "t0ken");
  CHECK(contains(error_of(fetch).message(), "there were none to try"));
  environment.set("GIMLET_GIT_TOKEN_HOST", "example.com");
  CHECK(contains(error_of(fetch).message(), "there were none to try"));
  environment.set("GIMLET_GIT_TOKEN_HOST", server.host());
  CHECK_NOTHROW(fetch());
  environment.set("GIMLET_GIT_TOKEN_HOST", "");
  environment.set("GIMLET_GITOPS_REPO", server.url("remote.git"));
  CHECK_NOTHROW(fetch());
  environment.set("GIMLET_GIT_TOKEN", "stale");
  CHECK(contains(error_of(fetch).message(), "tried GIMLET_GIT_TOKEN"));
}

TEST_CASE("transport http: git is given a token of the environment for its own host only") {
  if (!have_http()) return;
  const RemoteAndClone repos;
  CleanEnvironment environment(repos);
  const HttpServer server(repos.folder.path(), repos.folder.path(), {"git", "t0k$en'", false});
  const auto fetch = [&] { open(repos, server.url("remote.git"), TransportKind::git)->fetch({fetch_main}); };
  environment.set("GIMLET_GIT_TOKEN", "t0k$en'");
  CHECK_THROWS_AS(fetch(), Error);
  environment.set("GIMLET_GIT_TOKEN_HOST", "example.com");
  CHECK_THROWS_AS(fetch(), Error);
  environment.set("GIMLET_GIT_TOKEN_HOST", server.host());
  CHECK_NOTHROW(fetch());
  environment.set("GIMLET_GIT_TOKEN", "wrong");
  CHECK_THROWS_AS(fetch(), Error);
}

TEST_CASE("transport http: libgit2 asks git's credential helpers, and tells them what became of it") {
  if (!have_http()) return;
  const RemoteAndClone repos;
  const CleanEnvironment environment(repos);
  const HttpServer server(repos.folder.path(), repos.folder.path(), {"ci", "pa55", false});
  const auto log = repos.folder.path() / "helper.log";
  const auto answer = [&](const std::string& password) {
    const std::string helper = "!f() { echo $1 >> " + log.string() + "; cat >> " + log.string() +
                               "; test $1 = get && echo username=ci && echo password=" + password + "; }; f";
    git(repos.folder.path(), {"config", "--file", (repos.folder.path() / "home/.gitconfig").string(),
                              "credential.helper", helper});
  };
  answer("pa55");
  CHECK_NOTHROW(open(repos, server.url("remote.git"), TransportKind::libgit2)->fetch({fetch_main}));
  CHECK(contains(read_file(log), "get\nprotocol=http\nhost=" + server.host() + "\n"));
  CHECK(contains(read_file(log), "store\n"));
  answer("wrong");
  const Error error =
      error_of([&] { open(repos, server.url("remote.git"), TransportKind::libgit2)->fetch({fetch_main}); });
  CHECK(contains(error.message(), "tried git credential"));
  CHECK(contains(read_file(log), "erase\n"));
}

TEST_CASE("transport http: http.<url>.extraheader is sent, as actions/checkout sets it") {
  if (!have_http()) return;
  for (const auto kind : both) {
    CAPTURE(name_of(kind));
    const RemoteAndClone repos;
    CleanEnvironment environment(repos);
    const HttpServer server(repos.folder.path(), repos.folder.path(), {"ci", "pa55", false});
    const std::string header = "AUTHORIZATION: basic " + base64_encode("ci:pa55");
    git(repos.clone, {"config", "http.http://" + server.host() + "/.extraheader", header});
    CHECK_NOTHROW(open(repos, server.url("remote.git"), kind)->fetch({fetch_main}));
    git(repos.clone, {"config", "--unset", "http.http://" + server.host() + "/.extraheader"});
    CHECK_THROWS_AS(open(repos, server.url("remote.git"), kind)->fetch({fetch_main}), Error);
    environment.set("GIT_CONFIG_COUNT", "1");
    environment.set("GIT_CONFIG_KEY_0", "http.extraHeader");
    environment.set("GIT_CONFIG_VALUE_0", header);
    CHECK_NOTHROW(open(repos, server.url("remote.git"), kind)->fetch({fetch_main}));
  }
}

// A certificate is for a name, and a bare chroot's /etc/hosts may lack this one.
bool resolves_localhost() {
  addrinfo* found = nullptr;
  const bool resolves = ::getaddrinfo("localhost", nullptr, nullptr, &found) == 0;
  if (resolves) ::freeaddrinfo(found);
  if (!resolves) MESSAGE("skipped: localhost has no address here");
  return resolves;
}

TEST_CASE("transport https: a certificate is checked against GIT_SSL_CAINFO") {
  if (!have_http(true) || !resolves_localhost()) return;
  for (const auto kind : both) {
    CAPTURE(name_of(kind));
    const RemoteAndClone repos;
    CleanEnvironment environment(repos);
    const HttpServer server(repos.folder.path(), repos.folder.path(), {"", "", true});
    const Error error = error_of([&] { open(repos, server.url("remote.git"), kind)->fetch({fetch_main}); });
    CHECK(contains(error.message(), "certificate"));
    CHECK(contains(error.hint(), "GIT_SSL_CAINFO"));
    environment.set("GIT_SSL_CAINFO", server.certificate().string());
    check_round_trip(repos, server.url("remote.git"), kind);
    environment.set("GIT_SSL_CAINFO", "");
    git(repos.clone, {"config", "http.sslCAInfo", server.certificate().string()});
    CHECK_NOTHROW(open(repos, server.url("remote.git"), kind)->list_refs());
  }
}

TEST_CASE("transport ssh: fetch and push, refusals and lost races") {
  if (!have_ssh()) return;
  for (const auto kind : both) {
    CAPTURE(name_of(kind));
    const RemoteAndClone repos;
    CleanEnvironment environment(repos);
    const SshServer server(repos.folder.path());
    const auto known_hosts = repos.folder.write("known_hosts", server.known_hosts_line());
    environment.set("GIMLET_SSH_KEY", server.user_key().string());
    environment.set("GIMLET_SSH_KNOWN_HOSTS", known_hosts.string());
    environment.set("GIT_SSH_COMMAND", "ssh -F /dev/null -o BatchMode=yes -o IdentitiesOnly=yes -i " +
                                           server.user_key().string() +
                                           " -o UserKnownHostsFile=" + known_hosts.string());
    check_round_trip(repos, server.url(repos.remote), kind);
    const Error absent =
        error_of([&] { open(repos, server.url("/nothing.git"), kind)->fetch({fetch_main}); });
    CHECK(contains(absent.message(), "does not appear to be a git repository"));

    environment.set("GIMLET_SSH_KEY", server.stranger_key().string());
    environment.set("GIT_SSH_COMMAND", "ssh -F /dev/null -o BatchMode=yes -o IdentitiesOnly=yes -i " +
                                           server.stranger_key().string() +
                                           " -o UserKnownHostsFile=" + known_hosts.string());
    const Error stranger =
        error_of([&] { open(repos, server.url(repos.remote), kind)->fetch({fetch_main}); });
    CHECK(stranger.code() == ErrorCode::failed);
    CHECK_FALSE(stranger.hint().empty());
    CHECK(contains(stranger.message(),
                   kind == TransportKind::git ? "Permission denied" : "accepted no credentials"));
  }
}

TEST_CASE("transport ssh: an unknown, a changed and a revoked host key are refused") {
  if (!have_ssh()) return;
  const RemoteAndClone repos;
  CleanEnvironment environment(repos);
  const SshServer server(repos.folder.path());
  environment.set("GIMLET_SSH_KEY", server.user_key().string());
  const auto error_with = [&](const std::string& known_hosts) {
    const auto file = repos.folder.write("known_hosts", known_hosts);
    environment.set("GIMLET_SSH_KNOWN_HOSTS", file.string());
    return error_of(
        [&] { open(repos, server.url(repos.remote), TransportKind::libgit2)->fetch({fetch_main}); });
  };
  const std::string host = "[127.0.0.1]:" + std::to_string(server.port());
  const Error unknown = error_with("");
  CHECK(contains(unknown.message(), "is not in known_hosts"));
  CHECK(contains(unknown.message(), "SHA256:"));
  CHECK(contains(unknown.hint(), "ssh-keyscan"));
  const std::string other =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  CHECK(contains(error_with(host + " " + other + "\n").message(), "has changed"));
  CHECK(contains(error_with("@revoked * " + server.host_key() + "\n" + server.known_hosts_line()).message(),
                 "is revoked"));
  CHECK(contains(error_with("@cert-authority * " + other + "\n").message(), "@cert-authority"));
  CHECK(error_with("* " + server.host_key() + "\n").message() == "no error was thrown");

  environment.set("GIT_SSH_COMMAND", "ssh -F /dev/null -o BatchMode=yes -o UserKnownHostsFile=/dev/null");
  const Error by_git =
      error_of([&] { open(repos, server.url(repos.remote), TransportKind::git)->fetch({fetch_main}); });
  CHECK(contains(by_git.message(), "Host key verification failed"));
  CHECK(contains(by_git.hint(), "ssh-keyscan"));
}

TEST_CASE("transport ssh: libgit2 uses the keys of ssh-agent, and ~/.ssh") {
  if (!have_ssh()) return;
  const RemoteAndClone repos;
  CleanEnvironment environment(repos);
  const SshServer server(repos.folder.path());
  // A first line of ssh-rsa made libssh2 ask for a key a current sshd does not show.
  const std::string rsa =
      "[127.0.0.1]:" + std::to_string(server.port()) + " ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQA=\n";
  repos.folder.write("home/.ssh/known_hosts", rsa + server.known_hosts_line());
  const auto fetch = [&] {
    open(repos, server.url(repos.remote), TransportKind::libgit2)->fetch({fetch_main});
  };
  CHECK(contains(error_of(fetch).message(), "there were none to try"));

  const auto socket = repos.folder.path() / "agent";
  const BackgroundProcess agent({"ssh-agent", "-D", "-a", socket.string()},
                                repos.folder.path() / "agent.log");
  environment.set("SSH_AUTH_SOCK", socket.string());
  int tries = 0;
  while (!std::filesystem::exists(socket) && ++tries < 300) run_process({"sleep", "0.02"});
  REQUIRE(run_process({"ssh-add", "-q", server.user_key().string()}).ok());
  CHECK_NOTHROW(fetch());

  environment.set("SSH_AUTH_SOCK", "");
  std::filesystem::copy_file(server.user_key(), repos.folder.path() / "home/.ssh/id_ed25519");
  CHECK_NOTHROW(fetch());
}

TEST_CASE("transport: a silent server is given up after the time limit, over http, https and ssh") {
  const RemoteAndClone repos;
  const CleanEnvironment environment(repos);
  const SilentServer server;
  constexpr int limit_ms = 400;
  constexpr long long patience_ms = 8'000;
  for (const auto kind : both) {
    for (const std::string scheme : {"http", "https", "ssh"}) {
      CAPTURE(name_of(kind));
      CAPTURE(scheme);
      const std::string url = scheme + "://git@127.0.0.1:" + std::to_string(server.port()) + "/x.git";
      const auto transport = open(repos, url, kind, limit_ms);
      Error error(ErrorCode::failed, "");
      const auto took = milliseconds_of([&] { error = error_of([&] { transport->fetch({fetch_main}); }); });
      CHECK(took < patience_ms);
      CHECK(contains(error.message(), "0.4 s"));
    }
  }
}

TEST_CASE("transport libgit2: what it cannot do is refused before anything is sent") {
  const RemoteAndClone repos;
  const CleanEnvironment environment(repos);
  const auto transport = open(repos, "http://127.0.0.1:1/x", TransportKind::libgit2);
  const Error two = error_of([&] {
    transport->push({{main_ref, repos.first, ""}, {"refs/heads/other", repos.first, ""}});
  });
  CHECK(contains(two.message(), "all move or none"));
  CHECK(contains(two.hint(), "--git-transport git"));
  CHECK(error_of([&] {
          transport->push({{"refs/heads/a b", repos.first, ""}});
        }).code() == ErrorCode::bad_input);
  CHECK(error_of([&] { transport->push({{main_ref, "--all", ""}}); }).code() == ErrorCode::bad_input);

  const auto second = RemoteAndClone::commit(repos.remote, repos.first, "two");
  git(repos.remote, {"update-ref", main_ref, second});
  const auto shallow = repos.folder.path() / "shallow.git";
  git(repos.folder.path(),
      {"clone", "-q", "--bare", "--depth=1", "file://" + repos.remote.string(), shallow.string()});
  TransportOptions options;
  options.kind = TransportKind::libgit2;
  const Error error =
      error_of([&] { open_transport(shallow, "http://127.0.0.1:1/x", options)->fetch({fetch_main}); });
  CHECK(contains(error.message(), "shallow"));

  // insteadOf can make a local path of any URL.
  git(repos.clone, {"config", "url." + repos.remote.string() + ".insteadOf", "https://example.com/x"});
  const Error local =
      error_of([&] { open(repos, "https://example.com/x", TransportKind::libgit2)->list_refs(); });
  CHECK(contains(local.message(), "https, http and ssh only"));
  CHECK(error_of([&] { open(repos, "ssh://h/a'b", TransportKind::libgit2)->list_refs(); }).code() ==
        ErrorCode::bad_input);
}

TEST_CASE("transport: the choice, and its reason") {
  CHECK(choose_transport("https://h/x", TransportKind::automatic).name == "git");
  CHECK(choose_transport("https://h/x", TransportKind::libgit2).name == "libgit2");
  CHECK(choose_transport("/path", TransportKind::libgit2).name.empty());
  CHECK(contains(choose_transport("/path", TransportKind::libgit2).reason, "compare-and-swap"));
  const ScopedVariable no_programs("PATH", "/nowhere");
  CHECK(choose_transport(port_free_url, TransportKind::automatic).name == "libgit2");
  CHECK(choose_transport("/path", TransportKind::automatic).name.empty());
  CHECK(choose_transport("https://h/x", TransportKind::git).name.empty());
}
