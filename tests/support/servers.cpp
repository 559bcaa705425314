#include "tests/support/servers.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pwd.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/util/fs.hpp"
#include "core/util/json.hpp"
#include "core/util/process.hpp"
#include "core/util/string.hpp"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX asks the program to declare it

namespace gimlet::test {
namespace {

const char* const backend = "/usr/lib/git-core/git-http-backend";

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int bind_free_port(int& port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t length = sizeof(address);
  if (fd < 0 || ::bind(fd, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    throw std::runtime_error("no free port");
  }
  port = ntohs(address.sin_port);
  return fd;
}

int free_port() {
  int port = 0;
  ::close(bind_free_port(port));
  return port;
}

bool answers(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  const bool open = ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  ::close(fd);
  return open;
}

// Starts a server on a free port; another one if someone else took it meanwhile.
template <class Start>
std::unique_ptr<BackgroundProcess> start_on_free_port(int& port, const std::filesystem::path& log,
                                                      const Start& start) {
  constexpr int tries = 5;
  constexpr int waits = 300;
  for (int i = 0; i < tries; ++i) {
    port = free_port();
    auto process = std::make_unique<BackgroundProcess>(start(port), log);
    for (int wait = 0; wait < waits && process->running(); ++wait) {
      if (answers(port) && process->running()) return process;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
  throw std::runtime_error("the server did not start: " + read_file(log));
}

void write(const std::filesystem::path& file, const std::string& content) {
  std::ofstream(file) << content;
}

void must_run(const std::vector<std::string>& argv) {
  const auto result = run_process(argv);
  if (!result.ok()) throw std::runtime_error(join(argv, " ") + ": " + result.error_output);
}

std::string user_name() {
  const passwd* entry = ::getpwuid(::geteuid());
  return entry == nullptr ? "root" : entry->pw_name;
}

std::string sshd_program() {
  return find_program("sshd") ? find_program("sshd")->string() : "/usr/sbin/sshd";
}

std::string lighttpd_program() {
  return find_program("lighttpd") ? find_program("lighttpd")->string() : "/usr/sbin/lighttpd";
}

}  // namespace

BackgroundProcess::BackgroundProcess(const std::vector<std::string>& argv, const std::filesystem::path& log) {
  std::vector<std::string> copy = argv;
  std::vector<char*> pointers;
  pointers.reserve(copy.size() + 1);
  for (auto& argument : copy) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  const int code = ::posix_spawnp(&pid_, pointers[0], &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (code != 0) throw std::runtime_error("cannot start " + argv[0] + ": " + system_message(code));
}

BackgroundProcess::~BackgroundProcess() {
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
}

bool BackgroundProcess::running() const {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == 0;
}

HttpServer::HttpServer(const std::filesystem::path& folder, const std::filesystem::path& root,
                       const Options& options)
    : folder_(folder / "httpd"), tls_(options.tls) {
  std::filesystem::create_directories(folder_);
  if (!options.user.empty()) write(folder_ / "users", options.user + ":" + options.password + "\n");
  if (tls_) {
    const std::string pem = certificate().string();
    const std::string key = (folder_ / "server.key").string();
    must_run({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
              "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
              "-keyout", key, "-out", pem});
  }
  process_ = start_on_free_port(port_, folder_ / "log", [&](int port) {
    port_ = port;
    write(folder_ / "conf", configuration(root, options));
    return std::vector<std::string>{lighttpd_program(), "-D", "-f", (folder_ / "conf").string()};
  });
}

std::string HttpServer::configuration(const std::filesystem::path& root, const Options& options) const {
  std::string text =
      "server.modules = (\"mod_alias\", \"mod_setenv\", \"mod_auth\", \"mod_authn_file\", \"mod_cgi\"" +
      std::string(tls_ ? ", \"mod_openssl\"" : "") + ")\n";
  text += "server.document-root = \"" + root.string() + "\"\n";
  text += "server.bind = \"127.0.0.1\"\nserver.port = " + std::to_string(port_) + "\n";
  text += "server.errorlog = \"" + (folder_ / "error.log").string() + "\"\n";
  text += "server.upload-dirs = (\"" + folder_.string() + "\")\n";
  if (tls_) {
    text += "ssl.engine = \"enable\"\nssl.pemfile = \"" + certificate().string() + "\"\nssl.privkey = \"" +
            (folder_ / "server.key").string() + "\"\n";
  }
  text += "alias.url += (\"/git\" => \"" + std::string(backend) + "\")\n";
  text += "cgi.assign = (\"\" => \"\")\n";
  text += "setenv.add-environment = (\"GIT_PROJECT_ROOT\" => \"" + root.string() +
          "\", \"GIT_HTTP_EXPORT_ALL\" => \"1\", \"REMOTE_USER\" => \"tester\", \"GIT_CONFIG_NOSYSTEM\" => "
          "\"1\")\n";
  if (!options.user.empty()) {
    text +=
        "auth.backend = \"plain\"\nauth.backend.plain.userfile = \"" + (folder_ / "users").string() + "\"\n";
    text +=
        "auth.require = (\"\" => (\"method\" => \"basic\", \"realm\" => \"git\", \"require\" => "
        "\"valid-user\"))\n";
  }
  return text;
}

bool HttpServer::available(bool tls) {
  return ::access(lighttpd_program().c_str(), X_OK) == 0 && ::access(backend, X_OK) == 0 &&
         (!tls || (::access("/usr/lib/lighttpd/mod_openssl.so", R_OK) == 0 && find_program("openssl")));
}

std::string HttpServer::url(const std::string& name, const std::string& credentials) const {
  const std::string scheme = tls_ ? "https://" : "http://";
  // mbedTLS, which libgit2 uses, knows no certificates for addresses.
  const std::string server = tls_ ? "localhost:" + std::to_string(port_) : host();
  return scheme + (credentials.empty() ? "" : credentials + "@") + server + "/git/" + name;
}

SshServer::SshServer(const std::filesystem::path& folder) : folder_(folder / "sshd") {
  make_private_folders(folder_);
  if (::geteuid() == 0)
    std::filesystem::create_directories("/run/sshd");  // where sshd separates its privileges
  for (const char* name : {"host_key", "user_key", "stranger_key"}) {
    must_run({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", (folder_ / name).string()});
  }
  std::filesystem::copy_file(folder_ / "user_key.pub", folder_ / "authorized_keys");
  process_ = start_on_free_port(port_, folder_ / "log", [&](int port) {
    write(folder_ / "config", "ListenAddress 127.0.0.1\nPort " + std::to_string(port) + "\nHostKey " +
                                  (folder_ / "host_key").string() + "\nAuthorizedKeysFile " +
                                  (folder_ / "authorized_keys").string() +
                                  "\nPidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n"
                                  "KbdInteractiveAuthentication no\nPermitRootLogin yes\nMaxStartups 100\n"
                                  "KexAlgorithms curve25519-sha256\nSetEnv SHLVL=2 HOME=" +
                                  folder_.string() + "\n");
    return std::vector<std::string>{sshd_program(), "-D", "-e", "-f", (folder_ / "config").string()};
  });
}

bool SshServer::available() {
  return ::access(sshd_program().c_str(), X_OK) == 0 && find_program("ssh") && find_program("ssh-keygen");
}

std::string SshServer::url(const std::filesystem::path& repository) const {
  return "ssh://" + user_name() + "@127.0.0.1:" + std::to_string(port_) + repository.string();
}

std::string SshServer::host_key() const {
  const auto fields = split(read_file(folder_ / "host_key.pub"), ' ');
  return fields.at(0) + " " + std::string(trim(fields.at(1)));
}

std::string SshServer::known_hosts_line() const {
  return "[127.0.0.1]:" + std::to_string(port_) + " " + host_key() + "\n";
}

SilentServer::SilentServer() {
  fd_ = bind_free_port(port_);
  ::listen(fd_, 16);  // the kernel takes the connections
}

SilentServer::~SilentServer() {
  ::close(fd_);
}

ScopedVariable::ScopedVariable(std::string name, const std::string& value) : name_(std::move(name)) {
  const char* previous = std::getenv(name_.c_str());
  was_set_ = previous != nullptr;
  if (was_set_) previous_ = previous;
  if (value.empty()) {
    ::unsetenv(name_.c_str());
  } else {
    ::setenv(name_.c_str(), value.c_str(), 1);
  }
}

ScopedVariable::~ScopedVariable() {
  if (was_set_) {
    ::setenv(name_.c_str(), previous_.c_str(), 1);
  } else {
    ::unsetenv(name_.c_str());
  }
}

}  // namespace gimlet::test
