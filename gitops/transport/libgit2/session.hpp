#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "gitops/git2/connection.hpp"
#include "gitops/transport/libgit2/auth.hpp"
#include "gitops/transport/libgit2/network_child.hpp"
#include "gitops/transport/transport.hpp"

namespace gimlet::gitops {

// What a child tells of its connection.
constexpr char kind_ref = 'R';      // name NUL what it holds
constexpr char kind_missing = 'A';  // a ref that was to be fetched, and is not there
constexpr char kind_text = 'T';     // the remote's text, as it comes
constexpr char kind_moved = 'M';    // a ref was not what was expected: nothing was sent
constexpr char kind_upload = 'U';   // from here on the remote may have changed
constexpr char kind_status = 'S';   // ref NUL reason ("" : accepted)

// One connection of libgit2's to a remote, in a child process: what is trusted, who asks, and what is told to
// the parent. Every failure is an Error with libgit2's words.
class Libgit2Session final : private git2::ConnectionEvents {
 public:
  // `ssh_home` is a folder whose .ssh/known_hosts tells libssh2 which kind of host key to ask for.
  Libgit2Session(const std::filesystem::path& repository, const std::string& url, git2::Connection::For what,
                 const std::filesystem::path& ssh_home, ChildReport& report);

  void list_refs();
  void fetch(const std::vector<std::string>& refspecs);
  void push(const RefUpdate& update, const std::string& temporary_ref);

 private:
  void connect();
  void refuse_shallow() const;

  git2::Login login(const git2::LoginQuestion& question) override;
  void check_host_key(std::string_view key) override;
  void check_certificate(std::string_view host, bool valid) override;
  void alive() override;
  void text(std::string_view piece) override;
  void pushed(std::string_view ref, std::string_view reason) override;

  ChildReport& report_;
  std::filesystem::path ssh_home_;
  git2::Connection connection_;
  RemoteUrl url_;
  Libgit2Auth auth_;
  std::string known_hosts_;
  bool verify_ = true;
};

}  // namespace gimlet::gitops
