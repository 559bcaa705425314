#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/util/time.hpp"

namespace gimlet::gitops {

// Object ids are 40 lower-case hex digits. Paths are relative to the repository's root, "/"-separated,
// without a leading or trailing "/"; "" is the root.

struct Identity {
  std::string name;
  std::string email;
};

struct Entry {
  enum class Kind { file, folder, symlink, submodule };
  std::string name;
  Kind kind = Kind::file;
  std::string id;
};

struct CommitInfo {
  std::string id;
  std::vector<std::string> parents;
  Identity author;
  Identity committer;
  UnixSeconds time = 0;  // the committer's
  std::string message;
};

// A read-only view of one commit's tree. The empty view (commit() == "") stands for a repository without a
// commit.
class Snapshot {
 public:
  Snapshot() = default;
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  virtual ~Snapshot() = default;

  [[nodiscard]] virtual const std::string& commit() const = 0;
  // The content of a regular file; nullopt if there is none at that path (or a folder or a symlink).
  [[nodiscard]] virtual std::optional<std::string> read_file(std::string_view path) const = 0;
  // The entries of a folder in git's order; empty if there is no folder at that path.
  [[nodiscard]] virtual std::vector<Entry> list(std::string_view path) const = 0;
  // What stands at a path; nullopt if nothing does.
  [[nodiscard]] virtual std::optional<Entry> entry(std::string_view path) const = 0;
};

// One edit of a tree.
struct Edit {
  enum class Kind {
    replace_folder,  // `path` becomes a folder of exactly `files`
    restore_folder,  // `path` becomes the folder whose tree id is `tree`
    write_file,      // `path` becomes a file of `content`; the rest of its folder stays
    remove           // whatever stands at `path` goes; nothing there is fine
  };
  Kind kind = Kind::write_file;
  std::string path;
  std::map<std::string, std::string> files;  // names without "/" -> content
  std::string tree;
  std::string content;
};

// One commit to be.
struct Change {
  std::vector<Edit> edits;
  std::string message;  // subject, blank line, body, blank line, trailers
  Identity author;
};

// Decides what to commit on a given tip; called again when the remote moved. May return nothing, and may
// throw.
using Plan = std::function<std::vector<Change>(const Snapshot& tip)>;

struct PublishOptions {
  bool push = true;          // if there is a remote
  bool dry_run = false;      // build nothing durable; `diff` may still be asked for
  bool diff = false;         // fill Published::diff
  int deadline_ms = 60'000;  // how long to keep retrying when the remote keeps moving
  std::function<void()>
      before_moving;  // called when all is built, before any ref moves; what it throws ends the write
};

struct Published {
  struct Commit {
    bool changed = false;  // false: the edits changed nothing, no commit was made
    std::string id;        // of the commit; "" if unchanged or dry run
  };
  std::vector<Commit> commits;  // one for each Change of the plan, in its order
  std::string tip_before;
  std::string tip_after;
  std::string diff;  // unified, of tip_before to tip_after
  bool pushed = false;
  int attempts = 1;
};

enum class TransportKind { automatic, git, libgit2 };

struct RepoOptions {
  std::string branch;  // "" : HEAD's branch (the remote's, for a URL)
  TransportKind transport = TransportKind::automatic;
  std::filesystem::path cache_folder;                 // where mirrors of URLs are kept
  int timeout_ms = 60'000;                            // of silence on the network
  Identity committer;                                 // default: gimlet
  const Clock* clock = nullptr;                       // default: the system's
  std::function<void(std::string_view)> on_progress;  // the remote's progress text, lines as they come
  std::function<void(std::string_view)> on_warning;
};

// A GitOps repository: a clone with a working tree, a bare one, or a mirror of a URL in the cache folder.
class Repo {
 public:
  Repo() = default;
  Repo(const Repo&) = delete;
  Repo& operator=(const Repo&) = delete;
  virtual ~Repo() = default;

  // How the user named it, with secrets redacted.
  [[nodiscard]] virtual std::string display_name() const = 0;
  [[nodiscard]] virtual std::string branch() const = 0;
  // True for a URL's copy in the cache folder: nobody else brings it up to date, so readers fetch.
  [[nodiscard]] virtual bool is_mirror() const = 0;
  // The remote's URL, redacted; "" if there is no remote.
  [[nodiscard]] virtual std::string remote_url() const = 0;

  // The branch's local tip, or the remote's as last fetched where there is no local branch; an empty snapshot
  // if the branch has no commit yet. `fetch` brings it up to date first (where there is a remote): the
  // snapshot is then the remote's tip, unless the local branch is ahead of it (publish refuses a branch that
  // diverged, this does not).
  [[nodiscard]] virtual std::unique_ptr<Snapshot> tip(bool fetch) = 0;
  // The view of a commit. Throws not_found.
  [[nodiscard]] virtual std::unique_ptr<Snapshot> at(std::string_view commit) = 0;
  // A commit by a unique prefix (4 digits or more). Throws not_found if unknown or ambiguous.
  [[nodiscard]] virtual std::string resolve_commit(std::string_view prefix) = 0;

  // Commits reachable from `from`, newest first by first parent, as long as `visit` returns true.
  virtual void walk(std::string_view from, const std::function<bool(const CommitInfo&)>& visit) = 0;
  // The same, but only commits that changed an entry directly below one of `folders` (e.g. {"staging"} : apps
  // of staging), with those entries' names as "folder/name". The folder "" is the root (names without a
  // folder),
  // "*" stands for every folder at the root but dot-folders. A merge is compared with its first parent; the
  // root commit with nothing; the commit at the edge of a shallow clone, whose changes nobody knows, is left
  // out.
  virtual void walk_changes(
      std::string_view from, const std::vector<std::string>& folders,
      const std::function<bool(const CommitInfo&, const std::vector<std::string>& changed)>& visit) = 0;

  // The write: steps 2 to 6 of the design ("How a write happens"). Throws conflict when the remote kept
  // moving past the deadline or local changes are in the way, denied when the remote's hook refused (its
  // message is passed on), failed otherwise. Whatever it throws, the branch, the index and the working tree
  // are as before.
  virtual Published publish(const Plan& plan, const PublishOptions& options) = 0;

  // user.name and user.email as git's configuration gives them for this repository; nullopt if there is no
  // name.
  [[nodiscard]] virtual std::optional<Identity> identity() = 0;

  // Unified diff of two commits below a path.
  [[nodiscard]] virtual std::string diff(std::string_view from, std::string_view to,
                                         std::string_view path) = 0;
};

// True for what git takes for a URL (https, ssh, file, scp-like) rather than for a path.
bool is_url(const std::string& location);

// `location` is a path to a clone, or a URL (https, ssh, file, scp-like). Throws not_found if there is no
// such path, bad_input if it is no git repository.
std::unique_ptr<Repo> open_repo(const std::string& location, const RepoOptions& options);

}  // namespace gimlet::gitops
