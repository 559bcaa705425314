#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/util/time.hpp"
#include "gitops/change.hpp"
#include "gitops/snapshot.hpp"

namespace gimlet::gitops {

// Who talks to the remote: the user's git, libgit2, or git where there is one.
enum class TransportKind { automatic, git, libgit2 };

struct RepoOptions {
  std::string branch;          // "" : HEAD's branch (the remote's, for a URL)
  bool create_branch = false;  // make the branch where it is nowhere; it starts where HEAD is
  TransportKind transport = TransportKind::automatic;
  std::filesystem::path cache_folder;                 // where mirrors of URLs are kept
  int timeout_ms = 60'000;                            // of silence on the network
  Identity committer;                                 // default: as git says
  std::string subject_prefix;                         // of every commit's subject
  bool signoff = false;                               // add Signed-off-by with the committer
  const Clock* clock = nullptr;                       // default: the system's
  std::function<void(std::string_view)> on_progress;  // the remote's progress text, line by line as it comes
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
  // if the repository has no commit yet. Throws not_found for a branch that was asked for and is nowhere.
  // `fetch` brings it up to date first, where there is a remote: the snapshot is then the remote's tip,
  // unless the local branch is ahead of it. A branch that diverged is no error here, as it is in publish.
  [[nodiscard]] virtual std::unique_ptr<Snapshot> tip(bool fetch) = 0;
  // The view of a commit. Throws not_found.
  [[nodiscard]] virtual std::unique_ptr<Snapshot> at(std::string_view commit) = 0;
  // A commit by a unique prefix of 4 digits or more. Throws not_found for one that is unknown or ambiguous.
  [[nodiscard]] virtual std::string resolve_commit(std::string_view prefix) = 0;

  // Commits reachable from `from` by first parents, newest first, as long as `visit` returns true.
  virtual void walk(std::string_view from, const std::function<bool(const CommitInfo&)>& visit) = 0;
  // Like walk, for the commits that changed an entry directly below one of `folders`; `changed` names those
  // entries as "folder/name". {"staging"} asks for staging's apps, "" for entries of the root (names without
  // a folder), "*" for entries of every folder at the root but dot-folders. A merge is compared with its
  // first parent, the root commit with nothing. The commit at the edge of a shallow clone, whose changes
  // nobody knows, is left out.
  virtual void walk_changes(
      std::string_view from, const std::vector<std::string>& folders,
      const std::function<bool(const CommitInfo&, const std::vector<std::string>& changed)>& visit) = 0;

  // Commits what the plan decides, and pushes it: plan, build, push with compare-and-swap, again from a fetch
  // on where the remote moved, and then move the branch, the index and the working tree. Throws conflict when
  // the remote kept moving past the deadline or local changes are in the way, denied with the remote's words
  // when its hook refused, and failed otherwise. Whatever it throws, the branch, the index and the working
  // tree are as before.
  virtual Published publish(const Plan& plan, const PublishOptions& options) = 0;

  // Who git takes for the author of a commit here; nullopt if there is no name.
  [[nodiscard]] virtual std::optional<Identity> identity() = 0;

  // Unified diff of two commits below a path.
  [[nodiscard]] virtual std::string diff(std::string_view from, std::string_view to,
                                         std::string_view path) = 0;
};

// True for what git takes for a URL (https, ssh, file, scp-like) rather than for a path.
bool is_url(const std::string& location);

// Opens the clone at a path, or the mirror of a URL. Throws not_found if there is no such path, bad_input if
// it is no git repository.
std::unique_ptr<Repo> open_repo(const std::string& location, const RepoOptions& options);

}  // namespace gimlet::gitops
