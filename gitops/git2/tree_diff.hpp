#pragma once

#include <optional>
#include <string>
#include <vector>

#include <git2.h>

// What differs between two trees of a repository. A zero id is the empty tree.
namespace gimlet::git2 {

// The diff in git's format of the files below a path ("" : all); "" for equal trees. Throws failed.
std::string unified_diff(git_repository* repository, const git_oid& from, const git_oid& to,
                         const std::string& path);

struct FileChange {
  std::string path;
  std::optional<git_oid> before;  // nullopt: the file is new
  git_filemode_t mode_before = GIT_FILEMODE_UNREADABLE;
};
// The files that differ, links and submodules among them. Throws failed.
std::vector<FileChange> changed_files(git_repository* repository, const git_oid& from, const git_oid& to);

}  // namespace gimlet::git2
