#include "gitops/local/worktree.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

#include <fmt/format.h>
#include <sys/stat.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/string.hpp"
#include "gitops/git2/error.hpp"
#include "gitops/git2/index_edit.hpp"

namespace gimlet::gitops {
namespace {

namespace fs = std::filesystem;

// Nothing, or something that is neither file nor folder, gives a mode of 0.
struct stat stat_of(const fs::path& path, bool& there) {
  struct stat info {};
  there = ::lstat(path.c_str(), &info) == 0;
  return info;
}

// Says which trees the files are on their way between, while they are; in the working tree's own git folder.
fs::path journal(const Clone& clone) {
  return fs::path(git_repository_path(clone.repository.get())) / "gimlet-sync";
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
  return git2::same(file_id(change.path).value_or(git_oid{}), *change.before);
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
  git2::check_index_lock(clone_.repository.get());
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
  git2::IndexEdit index(clone_.repository.get());
  check_out(paths, GIT_CHECKOUT_SAFE | GIT_CHECKOUT_RECREATE_MISSING);
  index.commit();
  std::error_code ignored;
  fs::remove(journal(clone_), ignored);
}

void WorktreeSync::check_out(std::vector<char*>& paths, unsigned strategy) {
  git_checkout_options options = GIT_CHECKOUT_OPTIONS_INIT;
  options.checkout_strategy = strategy | GIT_CHECKOUT_DISABLE_PATHSPEC_MATCH;
  options.paths = {paths.data(), paths.size()};
  options.baseline = from_.get();
  git2::Object target;
  git2::check(
      git_object_lookup(out_ptr(target), clone_.repository.get(), git_tree_id(to_.get()), GIT_OBJECT_TREE),
      "cannot read a tree");
  git2::check(git_checkout_tree(clone_.repository.get(), target.get(), &options),
              "cannot update the working tree");
}

void WorktreeSync::write_down() const {
  if (!active_ || changes_.empty()) return;
  const std::string from = git2::to_hex(*git_tree_id(from_.get()));
  std::ofstream file(journal(clone_), std::ios::trunc);
  file << from << ' ' << git2::to_hex(*git_tree_id(to_.get())) << '\n';
}

// A file that holds neither what it held before nor what it is to hold was changed by somebody else since.
bool WorktreeSync::is_ours(const FileChange& change) const {
  if (parent_in_the_way(change.path)) return false;
  const auto now = file_id(change.path);
  if (!now) return true;
  if (change.before && git2::same(*now, *change.before)) return true;
  git2::TreeEntryHandle after;
  if (git_tree_entry_bypath(out_ptr(after), to_.get(), change.path.c_str()) != 0) return false;
  const git_oid& id = *git_tree_entry_id(after.get());
  return git2::same(*now, id) || is_cut_off(change.path, id);
}

// libgit2 writes a file in its place, so that a moment is when it is empty.
bool WorktreeSync::is_cut_off(const std::string& path, const git_oid& blob) const {
  const fs::path file = clone_.root() / path;
  bool there = false;
  const auto info = stat_of(file, there);
  git2::Blob content;
  if (!S_ISREG(info.st_mode) || git_blob_lookup(out_ptr(content), clone_.repository.get(), &blob) != 0)
    return false;
  git2::Buffer whole;  // as it stands in a working tree, with its line ends
  git_blob_filter_options options = GIT_BLOB_FILTER_OPTIONS_INIT;
  options.flags = 0;  // or what is binary would come out empty
  if (git_blob_filter(whole.get(), content.get(), path.c_str(), &options) != 0) return false;
  if (static_cast<std::uint64_t>(info.st_size) >= whole.size()) return false;
  return std::string_view(whole.data(), whole.size()).starts_with(read_file(file));
}

std::optional<git_oid> WorktreeSync::file_id(const std::string& path) const {
  const fs::path file = clone_.root() / path;
  bool there = false;
  const auto info = stat_of(file, there);
  git_oid id{};
  if (!there) return std::nullopt;
  if (S_ISLNK(info.st_mode)) {
    std::error_code code;
    const std::string target = fs::read_symlink(file, code).string();
    if (!code && git_odb_hash(&id, target.data(), target.size(), GIT_OBJECT_BLOB) == 0) return id;
  } else if (S_ISREG(info.st_mode) && git_repository_hashfile(&id, clone_.repository.get(), file.c_str(),
                                                              GIT_OBJECT_BLOB, path.c_str()) == 0) {
    return id;
  }
  return git_oid{};
}

void WorktreeSync::finish_interrupted(Clone& clone, const git_oid& tip_tree) {
  const fs::path file = journal(clone);
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return;
  std::string from;
  std::string to;
  std::ifstream(file) >> from >> to;
  // Else the branch never moved, or moved on.
  if (git2::is_full_id(from) && to == git2::to_hex(tip_tree)) {
    WorktreeSync(clone, git2::to_oid(from), tip_tree).finish();
  }
  fs::remove(file, ignored);  // last: this process may die, too
}

void WorktreeSync::finish() {
  if (changes_.empty()) return;
  git2::IndexEdit index(clone_.repository.get());
  std::vector<char*> ours;
  std::vector<std::string> changed;
  for (auto& change : changes_) {
    if (is_ours(change)) {
      ours.push_back(change.path.data());
    } else {
      changed.push_back(change.path);
    }
  }
  if (!ours.empty()) check_out(ours, GIT_CHECKOUT_FORCE);
  if (!changed.empty()) put_into_index(changed);
  index.commit();
  if (changed.empty()) return;
  clone_.warn("files of an interrupted write were changed since, and are left as they are: " +
              join(changed, ", "));
}

// The index as the branch has it, so that what differs is the file alone.
void WorktreeSync::put_into_index(const std::vector<std::string>& paths) {
  git2::Index index;
  git2::check(git_repository_index(out_ptr(index), clone_.repository.get()), "cannot read the index");
  git2::check(git_index_read(index.get(), 0), "cannot read the index");
  for (const auto& path : paths) {
    git2::TreeEntryHandle entry;
    if (git_tree_entry_bypath(out_ptr(entry), to_.get(), path.c_str()) != 0) {
      git_index_remove(index.get(), path.c_str(), 0);
      continue;
    }
    git_index_entry line{};
    line.path = path.c_str();
    line.id = *git_tree_entry_id(entry.get());
    line.mode = git_tree_entry_filemode(entry.get());
    git2::check(git_index_add(index.get(), &line), "cannot change the index");
  }
  git2::check(git_index_write(index.get()), "cannot write the index");
}

}  // namespace gimlet::gitops
