#pragma once

#include <string>

#include <git2.h>

namespace gimlet::git2 {

// Gives a repository's handle the configuration files that git reads where GIT_CONFIG_SYSTEM,
// GIT_CONFIG_NOSYSTEM or GIT_CONFIG_GLOBAL says which they are (git(1)): libgit2 knows none of these, so it
// is to be called for each handle before its configuration is used. 0, or libgit2's code where a file cannot
// be read or does not parse.
[[nodiscard]] int use_config_files(git_repository* repository);

// Lets one entry of the handle's configuration ("core.sharedRepository") have a value that stands in none
// of the files. Throws failed.
void set_beside_files(git_repository* repository, const std::string& name, const std::string& value);

}  // namespace gimlet::git2
