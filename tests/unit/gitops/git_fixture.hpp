#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/folder.hpp"

namespace gimlet::gitops::test {

// Runs git with fixed author, dates and configuration; throws if it fails. Gives its trimmed output.
std::string git(const std::filesystem::path& repository, const std::vector<std::string>& arguments,
                const std::string& input = "");

// A bare remote with one commit on main, and a bare clone of it, in a folder of their own.
struct RemoteAndClone {
  explicit RemoteAndClone(bool with_commit = true);

  gimlet::test::Folder folder;
  std::filesystem::path remote;
  std::filesystem::path clone;
  std::string first;  // the commit on main; "" without

  // A commit of one file on top of `parent` ("": a root commit) in a repository, that no ref names.
  static std::string commit(const std::filesystem::path& repository, const std::string& parent,
                            const std::string& content);
  [[nodiscard]] std::string remote_ref(const std::string& ref) const;  // "" if there is none
  void remote_hook(const std::string& name, const std::string& script) const;
};

}  // namespace gimlet::gitops::test
