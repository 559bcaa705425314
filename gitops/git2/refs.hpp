#pragma once

#include <optional>
#include <string>
#include <vector>

#include <git2.h>

#include "gitops/git2/config.hpp"

namespace gimlet::git2 {

// Refs as files of their own, as git-pack-refs(1) and gitrepository-layout(5) describe them. libgit2 moves
// them as well, but what is left of its locks by a process that was killed keeps everybody out until the user
// takes it away (LockFile), and it makes three times as many system calls. Whoever calls these holds the
// WriterLock.

// True for what may be a ref's full name ("refs/heads/main").
bool is_ref_name(const std::string& name);
// The commit or tag that a ref points to, through symbolic ones; nullopt if there is no such ref. Throws
// failed.
std::optional<git_oid> ref_value(git_repository* repository, const std::string& name);
// The name of the ref that a symbolic one stands on ("HEAD" on "refs/heads/main"), be it there or not; "" if
// it is not symbolic. Throws failed.
std::string symbolic_value(git_repository* repository, const std::string& name);
// The names of the refs that a pattern matches ("refs/gimlet/*").
std::vector<std::string> ref_names(git_repository* repository, const std::string& pattern);
// True for a branch that HEAD is on, here or in another linked working tree.
bool is_checked_out_anywhere(git_repository* repository, const std::string& branch);
// The name of a tag of this commit, whichever comes first; "" if it has none.
std::string tag_of(git_repository* repository, const git_oid& commit);
// The commit that git's revision syntax names ("refs/tags/v1", "1a2b3c4"), through tags; nullopt for a text
// that names none, or more than one. Throws failed.
std::optional<git_oid> find_commit(git_repository* repository, const std::string& revision);
// Puts HEAD on a branch ("refs/heads/main"), be it there or not. Throws failed.
void set_head(git_repository* repository, const std::string& branch);

// Which refs get a log that have none: core.logAllRefUpdates of git-config(1).
enum class LogsFor { none, branches, all };

// A line of a ref's log: who moved it, when, and why.
struct LogLine {
  std::string name;
  std::string email;
  git_time_t time = 0;
  std::string message;
  std::optional<LogsFor> logs_for;  // not set: branches, or none in a bare repository
};
// A line in the name of the configuration's user.
LogLine log_line(const Config& config, git_time_t time, std::string message);

// After a crash a ref is where it was before or where it was moved, never broken; which of the two:
enum class Durability {
  now,    // on the disk when the function returns
  later,  // where the disk's order may be relied on, with the next ref that is moved durably
};

// Moves a ref that is at `from`, or makes one that is not there (nullopt), with a line in its log and in that
// of a HEAD which stands on it. False if it is elsewhere or gone
// or there, if it is symbolic, and if somebody else has it locked for longer than a second. Does not look
// whether there is such a commit. Throws failed, also where another ref has its name as a folder or a folder
// of its name as its own.
[[nodiscard]] bool move_ref(git_repository* repository, const std::string& name,
                            const std::optional<git_oid>& from, const git_oid& to, const LogLine& log,
                            Durability durability);

// Puts a ref somewhere for a while, wherever it was, without a log. After a crash it may be broken. False if
// somebody else has it locked. Throws failed.
[[nodiscard]] bool put_ref(git_repository* repository, const std::string& name, const git_oid& to);

// Removes a ref if it is there, and its log. False if somebody else has it locked. Throws failed.
[[nodiscard]] bool remove_ref(git_repository* repository, const std::string& name);

}  // namespace gimlet::git2
