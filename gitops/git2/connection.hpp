#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// libgit2's connections to a remote over https, http and ssh. Nothing of git2.h shows here.
namespace gimlet::git2 {

// Ways to say who asks.
struct UserName {
  std::string user;
};
struct Password {
  std::string user;
  std::string password;
};
struct AgentKey {  // one of ssh-agent's
  std::string user;
};
struct KeyFile {
  std::string user;
  std::filesystem::path private_key;
  std::filesystem::path public_key;  // "" : it is made from the private one
  std::string passphrase;            // "" : none
};
using Login = std::variant<UserName, Password, AgentKey, KeyFile>;

// What a server asks for.
struct LoginQuestion {
  std::string user;  // the URL's; "" if it has none
  bool takes_user_name = false;
  bool takes_password = false;
  bool takes_ssh_key = false;
};

// Decides and hears what happens on a connection. What a function throws ends the connection, and leaves the
// call that was at work.
class ConnectionEvents {
 public:
  ConnectionEvents() = default;
  ConnectionEvents(const ConnectionEvents&) = delete;
  ConnectionEvents& operator=(const ConnectionEvents&) = delete;
  virtual ~ConnectionEvents() = default;

  // Asked again each time that the server refuses the answer, without end.
  virtual Login login(const LoginQuestion& question) = 0;
  // The key of an ssh server in SSH's wire format (RFC 4253, 6.6); "" if it showed none.
  virtual void check_host_key(std::string_view key) = 0;
  // The certificate of an https server, and whether an authority that is trusted signed it.
  virtual void check_certificate(std::string_view host, bool valid) = 0;
  // Something moved.
  virtual void alive() = 0;
  // What the server says, in pieces as they come.
  virtual void text(std::string_view piece) = 0;
  // What the server did to a ref of a push; the reason is "" if it moved it.
  virtual void pushed(std::string_view ref, std::string_view reason) = 0;
};

struct RemoteRef {
  std::string name;
  std::string id;
  std::string symbolic;  // the name of the ref that it stands on; "" if it is not symbolic
};

// A connection to a remote for one repository. Every function throws failed in libgit2's words. Redirects to
// another host are not followed: libgit2 would send it the credentials of the first.
class Connection {
 public:
  enum class For { fetch, push };
  // Reads the URL, and connects to nothing yet.
  Connection(const std::filesystem::path& repository, const std::string& url, For what,
             ConnectionEvents& events);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  // What url.<base>.insteadOf made of the URL.
  [[nodiscard]] const std::string& url() const;
  // The http.* entries of git's configuration, names and values in the order of the files.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> http_entries() const;
  [[nodiscard]] bool is_shallow() const;

  // `headers` ("Name: value") go with every request over http.
  void connect(std::vector<std::string> headers);
  [[nodiscard]] std::vector<RemoteRef> refs();
  void fetch(const std::vector<std::string>& refspecs);
  // Moves a ref of the remote to a commit, whatever it was. libgit2 pushes nothing but refs: `temporary_ref`
  // names the commit for the time of the push, and is left behind by a failure. Throws conflict if it is
  // locked.
  void push(const std::string& commit, const std::string& ref, const std::string& temporary_ref);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Removes a ref that a push left, if it can be.
void drop_ref(const std::filesystem::path& repository, const std::string& ref) noexcept;

}  // namespace gimlet::git2
