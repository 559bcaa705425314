#pragma once

#include <filesystem>
#include <string>

#include "gitops/git2/handle.hpp"

// Repositories as a whole: opening and making them, and where they lie.
namespace gimlet::git2 {

enum class Search {
  none,    // the path is the repository's own, or its working tree's
  upwards  // the path is anywhere in the working tree
};
// Opens a repository and gives 0, or libgit2's code where it cannot (GIT_ENOTFOUND, GIT_EOWNER, …); what
// libgit2 says of that is last_message(). A repository of another user is opened where git would open it:
// libgit2 does not know all ways to set safe.directory.
[[nodiscard]] int open(Repository& repository, const std::filesystem::path& path, Search search);
// The same, whoever's it is: for a repository of which nothing is executed, only read.
[[nodiscard]] int open_for_reading(Repository& repository, const std::filesystem::path& path, Search search);
// The same without a search. Throws failed.
Repository open_repository(const std::filesystem::path& path);
// The same of a git folder, whatever its configuration says of a working tree.
Repository open_bare_repository(const std::filesystem::path& git_folder);

// Makes a bare repository whose HEAD is on "main". Throws failed.
void create_bare_repository(const std::filesystem::path& folder, const std::string& description);

// The git folder of this working tree, and the one that all linked working trees share.
std::filesystem::path own_folder(git_repository* repository);
std::filesystem::path common_folder(git_repository* repository);
// The working tree's folder; "" if the repository is bare.
std::filesystem::path working_tree(git_repository* repository);

// A remote's URL, with url.<base>.insteadOf applied; "" if there is no such remote.
std::string remote_url(git_repository* repository, const char* remote);

}  // namespace gimlet::git2
