#include "gitops/worktree.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>
#include <sys/stat.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "gitops/git2/error.hpp"

namespace gimlet::gitops {
namespace {

namespace fs = std::filesystem;

// Nothing, or something that is neither file nor folder, gives a mode of 0.
struct stat stat_of(const fs::path& path, bool& there) {
  struct stat info {};
  there = ::lstat(path.c_str(), &info) == 0;
  return info;
}

Error in_the_way(const std::vector<std::string>& paths) {
  constexpr std::size_t shown = 5;
  std::vector<std::string> first(paths.begin(),
                                 paths.begin() + static_cast<std::ptrdiff_t>(std::min(shown, paths.size())));
  if (paths.size() > shown) first.push_back(fmt::format("and {} more", paths.size() - shown));
  return Error(ErrorCode::conflict, "local changes are in the way: " + join(first, ", "))
      .hint("commit, stash or discard them, or use a bare clone");
}

}  // namespace

WorktreeSync::WorktreeSync(Clone& clone, const git_oid& from, const git_oid& to) : clone_(clone) {
  active_ = clone.is_checked_out() && !git2::same(from, to);
  if (active_) find_changes(from, to);
}

void WorktreeSync::find_changes(const git_oid& from, const git_oid& to) {
  git_repository* const repository = clone_.repository.get();
  const git_oid start = git2::is_zero(from) ? clone_.objects->write_tree("") : from;
  git2::check(git_tree_lookup(out_ptr(from_), repository, &start), "cannot read a tree");
  git2::check(git_tree_lookup(out_ptr(to_), repository, &to), "cannot read a tree");
  git_diff_options options = GIT_DIFF_OPTIONS_INIT;
  options.flags = GIT_DIFF_SKIP_BINARY_CHECK | GIT_DIFF_INCLUDE_TYPECHANGE;
  git2::Diff diff;
  git2::check(git_diff_tree_to_tree(out_ptr(diff), repository, from_.get(), to_.get(), &options),
              "cannot compare two trees");
  for (std::size_t i = 0; i < git_diff_num_deltas(diff.get()); ++i) {
    const git_diff_delta* delta = git_diff_get_delta(diff.get(), i);
    FileChange change{delta->new_file.path, std::nullopt};
    if (delta->status != GIT_DELTA_ADDED) change.before = delta->old_file.id;
    changes_.push_back(std::move(change));
  }
}

bool WorktreeSync::parent_in_the_way(const std::string& path) const {
  const fs::path root = clone_.root();
  for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    bool there = false;
    const auto info = stat_of(root / path.substr(0, slash), there);
    if (!there) return false;
    if (!S_ISDIR(info.st_mode)) return true;
  }
  return false;
}

bool WorktreeSync::is_as_before(git_index* index, const FileChange& change) const {
  const git_index_entry* entry = git_index_get_bypath(index, change.path.c_str(), 0);
  if (entry == nullptr || !git2::same(entry->id, *change.before)) return false;
  if ((entry->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE) != 0) return true;
  const fs::path file = clone_.root() / change.path;
  bool there = false;
  const auto info = stat_of(file, there);
  if (!there) return false;
  if (entry->mode == GIT_FILEMODE_COMMIT) return S_ISDIR(info.st_mode);
  if (S_ISDIR(info.st_mode)) return false;
  git_oid id{};
  if (S_ISLNK(info.st_mode)) {
    std::error_code code;
    const std::string target = fs::read_symlink(file, code).string();
    return !code && git_odb_hash(&id, target.data(), target.size(), GIT_OBJECT_BLOB) == 0 &&
           git2::same(id, *change.before);
  }
  return git_repository_hashfile(&id, clone_.repository.get(), file.c_str(), GIT_OBJECT_BLOB,
                                 change.path.c_str()) == 0 &&
         git2::same(id, *change.before);
}

bool WorktreeSync::is_in_the_way(git_index* index, const FileChange& change) const {
  if (parent_in_the_way(change.path)) return true;
  if (change.before) return !is_as_before(index, change);
  for (int stage = 0; stage <= GIT_INDEX_STAGE_THEIRS; ++stage) {
    if (git_index_get_bypath(index, change.path.c_str(), stage) != nullptr) return true;
  }
  bool there = false;
  stat_of(clone_.root() / change.path, there);
  return there;
}

void WorktreeSync::check() {
  if (!active_) return;
  const fs::path lock = fs::path(git_repository_path(clone_.repository.get())) / "index.lock";
  std::error_code ignored;
  if (fs::exists(lock, ignored)) {
    throw Error(ErrorCode::conflict, "the index is locked: " + lock.string() + " exists")
        .hint("another git is at work there; if none is, remove the file");
  }
  git2::Index index;
  git2::check(git_repository_index(out_ptr(index), clone_.repository.get()), "cannot read the index");
  git2::check(git_index_read(index.get(), 0), "cannot read the index");
  std::vector<std::string> dirty;
  for (const auto& change : changes_) {
    if (is_in_the_way(index.get(), change)) dirty.push_back(change.path);
  }
  if (!dirty.empty()) throw in_the_way(dirty);
}

void WorktreeSync::apply() {
  if (!active_ || changes_.empty()) return;
  std::vector<char*> paths;
  for (auto& change : changes_) paths.push_back(change.path.data());
  git_checkout_options options = GIT_CHECKOUT_OPTIONS_INIT;
  options.checkout_strategy =
      GIT_CHECKOUT_SAFE | GIT_CHECKOUT_DISABLE_PATHSPEC_MATCH | GIT_CHECKOUT_RECREATE_MISSING;
  options.paths = {paths.data(), paths.size()};
  options.baseline = from_.get();
  git2::Object target;
  git2::check(
      git_object_lookup(out_ptr(target), clone_.repository.get(), git_tree_id(to_.get()), GIT_OBJECT_TREE),
      "cannot read a tree");
  git2::check(git_checkout_tree(clone_.repository.get(), target.get(), &options),
              "cannot update the working tree");
}

}  // namespace gimlet::gitops
