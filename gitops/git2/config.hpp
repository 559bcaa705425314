#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <git2.h>

namespace gimlet::git2 {

// git's configuration as of one moment. Names are as git normalises them: section and variable in lower case
// ("branch.Main.pushremote").
class Config {
 public:
  Config() = default;

  // The value of an entry ("remote.origin.url"); "" if there is none. Of several the last counts.
  [[nodiscard]] std::string text(const std::string& name) const;
  // Of an entry that may be there several times, all of them.
  [[nodiscard]] std::vector<std::string> texts(const std::string& name) const;
  // The value of an entry that is a path: a leading "~/" is the home folder.
  [[nodiscard]] std::string path(const std::string& name) const;
  // nullopt if there is no such entry, or it is neither true nor false.
  [[nodiscard]] std::optional<bool> flag(const std::string& name) const;
  // The names between "section." and the last ".": of "remote" the names of all remotes, sorted.
  [[nodiscard]] std::vector<std::string> subsections(std::string_view section) const;

  // Names and values of all entries whose name begins so; one without "=" is "true".
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> entries(std::string_view beginning) const;

  // One more value of an entry; nullopt for a name without "=", which is true.
  void add(const std::string& name, std::optional<std::string> value);

 private:
  std::map<std::string, std::vector<std::optional<std::string>>> entries_;
};

// A repository's configuration as git reads it. What libgit2 cannot say (GIT_CONFIG_COUNT,
// GIT_CONFIG_PARAMETERS, includeIf.hasconfig, a configuration of the working tree's own) the user's git is
// asked for, and the handle is told what it needs of that (core.sharedRepository). Throws failed for a file
// that does not parse, and where there is no git to ask.
Config read_config(git_repository* repository);

}  // namespace gimlet::git2
