#include "gitops/local/publish.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <random>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/string.hpp"
#include "gitops/git2/lock.hpp"
#include "gitops/git2/memory_odb.hpp"
#include "gitops/git2/refs.hpp"
#include "gitops/git2/repository.hpp"
#include "gitops/git2/tree_diff.hpp"
#include "gitops/local/commit_write.hpp"
#include "gitops/local/git_snapshot.hpp"
#include "gitops/local/identity.hpp"
#include "gitops/local/tree_edit.hpp"
#include "gitops/local/walk.hpp"
#include "gitops/local/worktree.hpp"

namespace gimlet::gitops {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr const char* keep_prefix = "refs/gimlet/push/";

// A second view of the repository whose writes stay in memory: what a dry run builds with.
class Scratch {
 public:
  explicit Scratch(const Clone& clone)
      : repository_(git2::open_repository(git2::own_folder(clone.repository.get()))) {
    git2::keep_writes_in_memory(repository_.get());
    objects_ = std::make_shared<git2::Objects>(repository_.get(), git2::Objects::Writes::to_memory);
  }
  [[nodiscard]] git2::Objects& objects() { return *objects_; }
  [[nodiscard]] git_repository* repository() { return repository_.get(); }

 private:
  git2::Repository repository_;
  std::shared_ptr<git2::Objects> objects_;
};

// The commits of one attempt.
struct Built {
  std::vector<Published::Commit> commits;
  git_oid tree_before{};  // zero for a branch without a commit
  git_oid tree_after{};
  std::optional<git_oid> tip;  // the last new commit; nullopt if nothing changed or nothing was to be durable
  [[nodiscard]] bool changed() const {
    return std::any_of(commits.begin(), commits.end(), [](const auto& commit) { return commit.changed; });
  }
};

class Publisher {
 public:
  Publisher(Clone& clone, Upstream& upstream, const Plan& plan, const PublishOptions& options)
      : clone_(clone), upstream_(upstream), plan_(plan), options_(options) {}

  Published run();

 private:
  [[nodiscard]] bool pushes() const { return options_.push && clone_.has_remote(); }
  // A dry run shows what a clone holds that cannot be written.
  [[nodiscard]] bool only_looks() const;
  // One try; false if it was beaten by another writer.
  bool attempt(Published& result);
  Tips tips_for_attempt();
  Built build(const std::optional<git_oid>& base);
  git_oid write_commit(const Change& change, const git_oid& tree, const std::optional<git_oid>& parent);
  bool deliver(const Built& built, Published& result);
  bool move_to(const Built& built, Published& result);
  bool push_tip(const Built& built, Published& result);
  bool push_and_follow(const Built& built, Published& result);
  [[nodiscard]] bool has_unpushed_write(const git_oid& tip) const;
  bool push_what_is_here(const std::optional<git_oid>& tip, Published& result);
  bool push(const Built& built);
  bool move_local_ref(const git_oid& tip);
  void move_tracking_ref(const git_oid& tip);
  [[nodiscard]] git2::LogLine log_line(const std::string& message) const;
  [[nodiscard]] UnixSeconds now() const;
  void sync(WorktreeSync& worktree);
  void sync_index(WorktreeSync& worktree);
  void finish(const Built& built, const std::optional<git_oid>& base, Published& result);
  void check_other_worktrees() const;
  void check_refs() const;
  [[nodiscard]] git_oid tree_of(const std::optional<git_oid>& commit);
  [[nodiscard]] bool keep(const git_oid& tip) const;
  void drop_kept() const;
  void pause(int attempts) const;

  Clone& clone_;
  Upstream& upstream_;
  const Plan& plan_;
  const PublishOptions& options_;
  Tips tips_;
  bool local_moved_ = false;
  std::unique_ptr<Scratch> scratch_;
  std::optional<CommitSigner> signer_;
  SteadyClock::time_point started_ = SteadyClock::now();
  SteadyClock::duration last_try_{};
};

bool Publisher::only_looks() const {
  return options_.dry_run && ::faccessat(AT_FDCWD, clone_.common_folder().c_str(), W_OK, AT_EACCESS) != 0;
}

git_oid Publisher::tree_of(const std::optional<git_oid>& commit) {
  git_oid tree{};
  if (!commit) return tree;
  git2::CommitData data;
  clone_.objects->required_commit(*commit, data);
  return data.tree;
}

Tips Publisher::tips_for_attempt() {
  if (!pushes() || only_looks()) {
    Tips tips = upstream_.known();
    if (!pushes()) tips.remote.reset();
    return tips;
  }
  return upstream_.fetch();
}

UnixSeconds Publisher::now() const {
  return clone_.options.clock != nullptr ? clone_.options.clock->unix_seconds()
                                         : SystemClock().unix_seconds();
}

git_oid Publisher::write_commit(const Change& change, const git_oid& tree,
                                const std::optional<git_oid>& parent) {
  if (!signer_) signer_.emplace(clone_);
  NewCommit commit;
  commit.tree = tree;
  commit.parent = parent;
  commit.author = change.author;
  commit.committer = committer_of(clone_.config, clone_.options);
  if (commit.author.name.empty()) commit.author = commit.committer;
  commit.time = now();
  commit.message = finished_message(change.message, commit.committer, clone_.options);
  std::string bytes = commit_bytes(commit);
  if (signer_->enabled()) bytes = signer_->sign(bytes, commit.committer);
  return clone_.objects->write_commit(bytes);
}

Built Publisher::build(const std::optional<git_oid>& base) {
  const auto view = base ? std::make_unique<GitSnapshot>(clone_.objects, *base, clone_.filters)
                         : std::make_unique<GitSnapshot>();
  const std::vector<Change> changes = plan_(*view);
  git2::Objects& objects = scratch_ ? scratch_->objects() : *clone_.objects;
  objects.forget_unheld();
  Built built;
  built.tree_before = tree_of(base);
  built.tree_after = built.tree_before;
  std::optional<git_oid> parent = base;
  for (const auto& change : changes) {
    const git_oid tree =
        apply_edits(objects, built.tree_after, change.edits, clone_.filters.get(), built.tree_before);
    Published::Commit commit;
    commit.changed = !git2::same(tree, built.tree_after);
    built.tree_after = tree;
    if (commit.changed && !options_.dry_run) {
      parent = write_commit(change, tree, parent);
      built.tip = parent;
      commit.id = git2::to_hex(*parent);
    }
    built.commits.push_back(std::move(commit));
  }
  if (built.tip) objects.make_durable();
  return built;
}

// A ref that keeps a concurrent `git gc` from taking the new objects. We hold the lock, so whatever stands
// below refs/gimlet from others was left by one that died. False if some are gone already.
bool Publisher::keep(const git_oid& tip) const {
  const std::string name = keep_prefix + std::to_string(::getpid());
  if (!git2::put_ref(clone_.repository.get(), name, tip))
    throw Error(ErrorCode::conflict, "cannot keep the new commit: " + name + " is locked");
  return clone_.objects->are_unheld_there();
}

void Publisher::drop_kept() const {
  try {
    for (const auto& kept : git2::ref_names(clone_.repository.get(), "refs/gimlet/*"))
      static_cast<void>(git2::remove_ref(clone_.repository.get(), kept));
  } catch (const Error&) {
    // The next push removes them; this one ends as it would have ended.
  }
}

bool Publisher::push(const Built& built) {
  const PushReply outcome = upstream_.push(*built.tip, tips_.remote);
  switch (outcome.status) {
    case PushReply::Status::accepted:
      return true;
    case PushReply::Status::moved:
      return false;
    case PushReply::Status::refused:
      break;
  }
  throw Error(ErrorCode::denied, "the remote refused the push: " +
                                     (outcome.message.empty() ? "it gave no reason" : outcome.message))
      .hint("nothing was changed, here or there");
}

git2::LogLine Publisher::log_line(const std::string& message) const {
  git2::LogLine line = git2::log_line(clone_.config, now(), message);
  const Identity committer = committer_of(clone_.config, clone_.options);
  line.name = committer.name;
  line.email = committer.email;
  return line;
}

// Compare-and-swap; false if somebody moved the branch since it was read.
bool Publisher::move_local_ref(const git_oid& tip) {
  local_moved_ = git2::move_ref(clone_.repository.get(), clone_.local_ref, tips_.local, tip,
                                log_line("gimlet: release"), git2::Durability::now);
  return local_moved_;
}

void Publisher::sync(WorktreeSync& worktree) {
  try {
    worktree.apply();
  } catch (const Error& error) {
    clone_.warn("the commit is made, but " + error.str() +
                "; bring the files up to date with: git status, git restore");
    sync_index(worktree);
  }
}

// Or the user's next commit would take back what was released.
void Publisher::sync_index(WorktreeSync& worktree) {
  try {
    worktree.apply_to_index();
  } catch (const Error& error) {
    clone_.warn("the index did not follow: " + error.str() + "; before the next commit: git reset");
  }
}

// Moving a branch that another linked working tree has checked out would make its files look changed.
void Publisher::check_other_worktrees() const {
  if (clone_.is_checked_out()) return;
  if (clone_.is_being_rebased()) {
    throw Error(ErrorCode::conflict,
                "a rebase of " + clone_.branch + " is not finished in " + clone_.display_name)
        .hint("git rebase --continue, or git rebase --abort");
  }
  std::error_code ignored;
  if (!std::filesystem::exists(clone_.common_folder() / "worktrees", ignored)) return;
  if (!git2::is_checked_out_anywhere(clone_.repository.get(), clone_.local_ref)) return;
  throw Error(ErrorCode::conflict, "the branch " + clone_.branch +
                                       " is checked out in another working tree of " + clone_.display_name)
      .hint("give that working tree's path as the GitOps repository");
}

// What the branch is written in, and its logs. A folder that is not there is made in the next one above.
void Publisher::check_refs() const {
  const auto require_writable = [&](std::filesystem::path path) {
    std::error_code ignored;
    while (!std::filesystem::exists(path, ignored) && path.has_relative_path()) path = path.parent_path();
    const bool is_folder = std::filesystem::is_directory(path, ignored);
    if (::faccessat(AT_FDCWD, path.c_str(), is_folder ? W_OK | X_OK : W_OK, AT_EACCESS) == 0) return;
    throw Error(ErrorCode::conflict, "cannot write " + path.string() + ": " + system_message(errno))
        .hint("make it writable, or use a clone of your own");
  };
  const auto common = clone_.common_folder();
  require_writable((common / clone_.local_ref).parent_path());
  require_writable(common / "logs" / clone_.local_ref);
  if (clone_.is_checked_out()) require_writable(git2::own_folder(clone_.repository.get()) / "logs/HEAD");
}

bool Publisher::deliver(const Built& built, Published& result) {
  try {
    const bool done = keep(*built.tip) && move_to(built, result);
    drop_kept();
    return done;
  } catch (...) {
    drop_kept();
    throw;
  }
}

bool Publisher::move_to(const Built& built, Published& result) {
  WorktreeSync worktree(clone_, tree_of(tips_.local), built.tree_after);
  worktree.check();
  check_other_worktrees();
  check_refs();
  worktree.write_down();
  const bool done = pushes() ? push_and_follow(built, result) : move_local_ref(*built.tip);
  if (local_moved_) sync(worktree);
  return done;
}

// The remote has the commit already: nothing that happens here may make a failure of it. Where another
// process moved the ref meanwhile, it knows as much.
void Publisher::move_tracking_ref(const git_oid& tip) {
  try {
    static_cast<void>(git2::move_ref(clone_.repository.get(), clone_.remote.tracking_ref, tips_.remote, tip,
                                     log_line("gimlet: push"), git2::Durability::later));
  } catch (const Error& error) {
    clone_.warn("the push was accepted, but " + error.str());
  }
}

// False if the remote's branch moved meanwhile.
bool Publisher::push_tip(const Built& built, Published& result) {
  if (!push(built)) return false;
  result.pushed_to = fmt::format("{} {}", redact_urls(clone_.remote.push_url),
                                 clone_.remote.ref.substr(std::string_view("refs/heads/").size()));
  // A mirror's branch is its own tracking ref.
  if (clone_.remote.tracking_ref != clone_.local_ref) move_tracking_ref(*built.tip);
  return true;
}

bool Publisher::push_and_follow(const Built& built, Published& result) {
  if (!push_tip(built, result)) return false;
  try {
    if (!move_local_ref(*built.tip)) {
      clone_.warn("the push was accepted, but " + clone_.local_ref +
                  " is locked or was moved meanwhile: git pull --rebase");
    }
  } catch (const Error& error) {
    clone_.warn("the push was accepted, but " + error.str() + "; bring the clone up to date with: git pull");
  }
  return true;
}

// Whether a commit of this program's is among those that the remote lacks. The newest that it made decides:
// what it made before that one is in its history.
bool Publisher::has_unpushed_write(const git_oid& tip) const {
  using Relation = git2::Objects::Relation;
  if (tips_.remote && git2::same(tip, *tips_.remote)) return false;
  std::optional<git_oid> newest;
  walk_commits(*clone_.objects, tip, [&](const CommitInfo& commit) {
    if (commit.message.find("\nGimlet-Event: ") != std::string::npos) newest = git2::to_oid(commit.id);
    return !newest;
  });
  if (!newest || !tips_.remote) return newest.has_value();
  const Relation relation = clone_.objects->relation(*newest, *tips_.remote);
  return relation == Relation::ahead || relation == Relation::diverged;
}

// Nothing is to be committed, but --no-push may have left commits that the remote lacks. A person's own are
// left alone.
bool Publisher::push_what_is_here(const std::optional<git_oid>& tip, Published& result) {
  if (!pushes() || clone_.mirror || !tip || !has_unpushed_write(*tip)) return true;
  Built built;
  built.tip = tip;
  return push_tip(built, result);
}

void Publisher::finish(const Built& built, const std::optional<git_oid>& base, Published& result) {
  result.commits = built.commits;
  result.tip_before = base ? git2::to_hex(*base) : "";
  result.tip_after = built.tip ? git2::to_hex(*built.tip) : result.tip_before;
  if (!options_.diff) return;
  git_repository* const repository = scratch_ ? scratch_->repository() : clone_.repository.get();
  result.diff = git2::unified_diff(repository, built.tree_before, built.tree_after, "");
}

bool Publisher::attempt(Published& result) {
  tips_ = tips_for_attempt();
  const auto base = upstream_.base(tips_, Upstream::Diverged::refuse);
  Built built = build(base);
  const bool makes_branch = base && !tips_.local && !tips_.remote;
  if (makes_branch && !built.tip) built.tip = base;
  const auto deliver_it = [&] {
    return built.changed() || makes_branch ? deliver(built, result) : push_what_is_here(base, result);
  };
  if (!options_.dry_run && !deliver_it()) return false;
  finish(built, base, result);
  return true;
}

// Flat jitter of about one try: whoever lost goes again when the winner is likely done.
void Publisher::pause(int attempts) const {
  const auto limit = std::chrono::milliseconds(options_.deadline_ms);
  if (SteadyClock::now() - started_ >= limit) {
    throw Error(ErrorCode::conflict, fmt::format("others kept moving the branch {} for {} s ({} attempts)",
                                                 clone_.branch, options_.deadline_ms / 1000, attempts))
        .hint("try again, or give it more time");
  }
  constexpr std::int64_t shortest_ms = 10;
  constexpr std::int64_t longest_ms = 2000;
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(last_try_).count();
  std::random_device seed;
  std::uniform_int_distribution<std::int64_t> jitter(0, std::clamp(took, shortest_ms, longest_ms));
  std::this_thread::sleep_for(std::chrono::milliseconds(jitter(seed)));
}

Published Publisher::run() {
  if (clone_.mirror && !pushes() && !options_.dry_run) {
    throw Error(ErrorCode::usage, "a repository given by URL is written by pushing only")
        .hint("leave --no-push out, or give the path of a clone");
  }
  if (options_.push && clone_.remote.no_push) {
    Error error = *clone_.remote.no_push;
    throw error;  // NOLINT(misc-throw-by-value-catch-by-reference): a copy, thrown by value
  }
  std::optional<git2::WriterLock> lock;
  if (only_looks()) {
    if (pushes()) clone_.warn("the clone cannot be written, so it was not brought up to date first");
  } else {
    lock.emplace(clone_.common_folder(), options_.deadline_ms, clone_.shared_mode());
  }
  if (!options_.dry_run) drop_kept();
  if (!options_.dry_run && clone_.is_checked_out()) {
    WorktreeSync::finish_interrupted(clone_, tree_of(clone_.ref(clone_.local_ref)));
  }
  if (options_.dry_run) scratch_ = std::make_unique<Scratch>(clone_);
  Published result;
  while (true) {
    const auto began = SteadyClock::now();
    if (attempt(result)) return result;
    last_try_ = SteadyClock::now() - began;
    pause(result.attempts);
    ++result.attempts;
  }
}

}  // namespace

Published publish_changes(Clone& clone, Upstream& upstream, const Plan& plan, const PublishOptions& options) {
  return Publisher(clone, upstream, plan, options).run();
}

}  // namespace gimlet::gitops
