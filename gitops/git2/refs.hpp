#pragma once

#include <string>

#include <git2.h>

namespace gimlet::git2 {

// A line of a ref's log: who moved it, when, and why.
struct LogLine {
  std::string name;
  std::string email;
  git_time_t time = 0;
  std::string message;
};

// Moves a ref that is at `from`; false if it is elsewhere or gone, if it is symbolic, and if somebody else
// has it locked. Unlike git_reference_create_matching it does not look whether there is such a commit, which
// makes half of the system calls. Throws failed.
bool move_ref(git_repository* repository, const std::string& name, const git_oid& from, const git_oid& to,
              const LogLine& log);

}  // namespace gimlet::git2
