#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/util/process.hpp"

namespace gimlet::git2 {

// Variables that lead git to another repository than the one it is given (git rev-parse --local-env-vars): a
// hook that started us has them.
std::vector<std::string> repository_variables();

// Runs the user's git, for what libgit2 does not know, in a repository's git folder and, if that is not "",
// in a working tree, which is then where it starts. It asks nobody for a password and speaks English. Throws
// not_found where there is no git.
ProcessResult run_git(const std::filesystem::path& git_folder, const std::filesystem::path& working_tree,
                      const std::vector<std::string>& arguments, ProcessOptions options = {});

}  // namespace gimlet::git2
