#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <sys/types.h>

namespace gimlet::test {

// A program that runs beside the test, its output in a log file; ended by its pid when the object dies.
class BackgroundProcess {
 public:
  BackgroundProcess(const std::vector<std::string>& argv, const std::filesystem::path& log);
  BackgroundProcess(const BackgroundProcess&) = delete;
  BackgroundProcess& operator=(const BackgroundProcess&) = delete;
  ~BackgroundProcess();
  [[nodiscard]] bool running() const;

 private:
  pid_t pid_ = -1;
};

// Real git servers on 127.0.0.1 and a free port, everything they write below a folder of the test's. They
// serve the bare repositories in `root` for reading and writing.

// lighttpd with git-http-backend. With a user, every request needs basic authentication.
class HttpServer {
 public:
  struct Options {
    std::string user;
    std::string password;
    bool tls = false;  // with a certificate of its own making, see certificate()
  };
  HttpServer(const std::filesystem::path& folder, const std::filesystem::path& root, const Options& options);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // False if a program it needs is not installed.
  static bool available(bool tls = false);
  // "http://user:password@127.0.0.1:port/git/name"; without credentials if there are none.
  [[nodiscard]] std::string url(const std::string& name, const std::string& credentials = "") const;
  [[nodiscard]] std::string host() const { return "127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] std::filesystem::path certificate() const { return folder_ / "server.pem"; }

 private:
  [[nodiscard]] std::string configuration(const std::filesystem::path& root, const Options& options) const;

  std::filesystem::path folder_;
  int port_ = 0;
  bool tls_ = false;
  std::unique_ptr<BackgroundProcess> process_;
};

// OpenSSH's sshd with an ed25519 host key, which lets in one key for the user who runs the test, in a home
// folder of its own (his own shell start-up files can take longer than the whole connection).
class SshServer {
 public:
  explicit SshServer(const std::filesystem::path& folder);
  SshServer(const SshServer&) = delete;
  SshServer& operator=(const SshServer&) = delete;

  static bool available();
  // "ssh://user@127.0.0.1:port/path"
  [[nodiscard]] std::string url(const std::filesystem::path& repository) const;
  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::filesystem::path user_key() const { return folder_ / "user_key"; }
  [[nodiscard]] std::filesystem::path stranger_key() const { return folder_ / "stranger_key"; }
  // The host key as "ssh-ed25519 AAAA…".
  [[nodiscard]] std::string host_key() const;
  // The line of known_hosts for it.
  [[nodiscard]] std::string known_hosts_line() const;

 private:
  std::filesystem::path folder_;
  int port_ = 0;
  std::unique_ptr<BackgroundProcess> process_;
};

// Takes connections and never says a word.
class SilentServer {
 public:
  SilentServer();
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;
  ~SilentServer();
  [[nodiscard]] int port() const { return port_; }

 private:
  int fd_ = -1;
  int port_ = 0;
};

// Sets an environment variable of this process for as long as the object lives; "" unsets it.
class ScopedVariable {
 public:
  ScopedVariable(std::string name, const std::string& value);
  ScopedVariable(const ScopedVariable&) = delete;
  ScopedVariable& operator=(const ScopedVariable&) = delete;
  ~ScopedVariable();

 private:
  std::string name_;
  std::string previous_;
  bool was_set_ = false;
};

}  // namespace gimlet::test
