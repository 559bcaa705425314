#pragma once

#include <optional>
#include <string>

#include "gitops/git2/handle.hpp"

namespace gimlet::git2 {

// A repository's configuration as git reads it, as of this moment, with the file that GIT_CONFIG_GLOBAL
// names, which libgit2 does not know. Throws failed for a file that does not parse.
Config read_config(git_repository* repository);

// The value of an entry ("remote.origin.url"); "" if there is none.
std::string config_text(const Config& config, const char* name);
// The value of an entry that is a path: a leading "~/" is the home folder.
std::string config_path(const Config& config, const char* name);
// nullopt if there is no such entry, or it is neither true nor false.
std::optional<bool> config_flag(const Config& config, const char* name);

}  // namespace gimlet::git2
