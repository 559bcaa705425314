#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gitops/git2/handle.hpp"
#include "gitops/transport/libgit2/git_http_settings.hpp"
#include "gitops/transport/libgit2/auth.hpp"
#include "gitops/transport/libgit2/network_child.hpp"
#include "gitops/transport/transport.hpp"

namespace gimlet::gitops {

// What a child tells of its connection.
constexpr char kind_ref = 'R';     // name NUL what it holds
constexpr char kind_text = 'T';    // the remote's text, as it comes
constexpr char kind_moved = 'M';   // a ref was not what was expected: nothing was sent
constexpr char kind_upload = 'U';  // from here on the remote may have changed
constexpr char kind_status = 'S';  // ref NUL reason ("" : accepted)

// One connection of libgit2's to a remote, in a child process. Every failure is an Error with libgit2's
// words.
class Libgit2Session {
 public:
  // `ssh_home` is a folder whose .ssh/known_hosts tells libssh2 which kind of host key to ask for.
  Libgit2Session(const std::filesystem::path& repository, const std::string& url,
                 const std::filesystem::path& ssh_home, ChildReport& report);
  Libgit2Session(const Libgit2Session&) = delete;
  Libgit2Session& operator=(const Libgit2Session&) = delete;
  ~Libgit2Session() = default;

  void list_refs();
  void fetch(const std::vector<std::string>& refspecs);
  // libgit2 pushes nothing but refs: `temporary_ref` names the commit for the time of the push.
  void push(const RefUpdate& update, const std::string& temporary_ref);

 private:
  void connect(git_direction direction);
  void read_settings();
  void refuse_shallow();
  void check(int code, const char* doing);
  [[nodiscard]] std::vector<const git_remote_head*> heads();
  template <class Options>
  void fill(Options& options);
  git_remote_callbacks callbacks();
  int check_certificate(git_cert* cert, int valid, const char* host);

  ChildReport& report_;
  std::filesystem::path ssh_home_;
  git2::Repository repository_;
  git2::Remote remote_;
  std::string url_;
  GitHttpSettings settings_;
  std::vector<char*> header_pointers_;
  std::string known_hosts_;
  std::optional<Libgit2Auth> auth_;
  std::optional<Error> failure_;  // of a callback; libgit2 would tell another's
};

// Removes the temporary ref of a push whose child was killed.
void remove_temporary_ref(const std::filesystem::path& repository, const std::string& ref) noexcept;

}  // namespace gimlet::gitops
