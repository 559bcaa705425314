#include "gitops/local/worktree.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <set>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/string.hpp"
#include "gitops/git2/index_edit.hpp"
#include "gitops/git2/repository.hpp"
#include "gitops/local/git_snapshot.hpp"
#include "gitops/local/worktree_error.hpp"

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
  return git2::own_folder(clone.repository.get()) / "gimlet-sync";
}

Error cannot_write(const fs::path& folder, const std::string& reason) {
  return Error(ErrorCode::conflict, "cannot write in " + folder.string() + ": " + reason)
      .hint("make it writable, or use a bare clone");
}

// In a sticky folder only a file's owner takes it away, and the folder's.
void check_sticky(const fs::path& folder, const fs::path& file) {
  const uid_t we = ::geteuid();
  bool there = false;
  const auto info = stat_of(folder, there);
  if (we == 0 || !there || (info.st_mode & S_ISVTX) == 0 || info.st_uid == we) return;
  const auto own = stat_of(file, there);
  if (there && own.st_uid != we) throw cannot_write(folder, "others' files in it cannot be replaced");
}

// Whether git changes a file on its way between a tree and the working tree.
bool is_changed_by_git(const Clone& clone, const git_oid& tree, const std::string& path) {
  return clone.filters->changes_checkout(clone.filters->attribute_files(tree, path), path);
}

// Whether the working tree has to be left to git: for what libgit2 does not know.
bool needs_git(const Clone& clone, const git_oid& from, const git_oid& to,
               const std::vector<git2::FileChange>& changes) {
  if (clone.config.flag("core.sparsecheckout").value_or(false)) return true;
  if (!git2::can_read_index(clone.repository.get())) return true;
  return std::ranges::any_of(changes, [&](const git2::FileChange& change) {
    return is_changed_by_git(clone, from, change.path) || is_changed_by_git(clone, to, change.path);
  });
}

}  // namespace

WorktreeSync::WorktreeSync(Clone& clone, const git_oid& from, const git_oid& to)
    : clone_(clone), active_(clone.is_checked_out() && !git2::same(from, to)), to_(to) {
  if (!active_) return;
  from_ = git2::is_zero(from) ? clone.objects->write_tree("") : from;
  changes_ = git2::changed_files(clone.repository.get(), from_, to_);
  if (needs_git(clone, from_, to_, changes_))
    by_git_.emplace(git2::own_folder(clone.repository.get()), clone.root());
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

// Whether what stands there is of the kind that a tree's entry says.
bool WorktreeSync::has_mode(const struct stat& info, git_filemode_t mode) const {
  if (mode == GIT_FILEMODE_COMMIT) return S_ISDIR(info.st_mode);
  if (mode == GIT_FILEMODE_LINK)
    return S_ISLNK(info.st_mode) || !clone_.config.flag("core.symlinks").value_or(true);
  if (!S_ISREG(info.st_mode)) return false;
  const bool is_executable = (info.st_mode & S_IXUSR) != 0;
  return is_executable == (mode == GIT_FILEMODE_BLOB_EXECUTABLE) ||
         !clone_.config.flag("core.filemode").value_or(true);
}

bool WorktreeSync::is_as_before(const git2::IndexLines& index, const git2::FileChange& change) const {
  const auto line = index.find(change.path);
  if (!line || !git2::same(line->id, *change.before) || line->mode != change.mode_before) return false;
  bool there = false;
  const auto info = stat_of(clone_.root() / change.path, there);
  if (!there) return line->skips_working_tree;
  if (!has_mode(info, line->mode)) return false;
  if (line->mode == GIT_FILEMODE_COMMIT) return true;
  return git2::same(file_id(change.path).value_or(git_oid{}), *change.before);
}

bool WorktreeSync::is_in_the_way(const git2::IndexLines& index, const git2::FileChange& change) const {
  if (parent_in_the_way(change.path)) return true;
  if (change.before) return !is_as_before(index, change);
  bool there = false;
  stat_of(clone_.root() / change.path, there);
  return there || index.has(change.path);
}

void WorktreeSync::check() {
  if (!active_) return;
  git2::check_index_lock(clone_.repository.get());
  if (by_git_) {
    by_git_->check(from_, to_, changes_);
    return check_folders();
  }
  const git2::IndexLines index(clone_.repository.get());
  if (index.has_conflicts()) throw unresolved_merge(clone_.root());
  std::vector<std::string> dirty;
  for (const auto& change : changes_) {
    if (is_in_the_way(index, change)) dirty.push_back(change.path);
  }
  if (!dirty.empty()) throw in_the_way(dirty);
  check_folders();
}

// git and libgit2 put a file in its place by taking the old one away, so that its folder must be writable.
void WorktreeSync::check_folders() const {
  std::set<fs::path> folders{git2::own_folder(clone_.repository.get())};
  for (const auto& change : changes_) {
    const fs::path file = clone_.root() / change.path;
    fs::path folder = file.parent_path();
    std::error_code ignored;
    while (folder.has_relative_path() && !fs::exists(folder, ignored)) folder = folder.parent_path();
    check_sticky(folder, file);
    folders.insert(std::move(folder));
  }
  for (const auto& folder : folders) {
    if (::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) == 0) continue;
    throw cannot_write(folder, system_message(errno));
  }
}

// Takes old files away, for what is written in their place to be a new file: one that may not be written may
// be replaced, and what else has the old file's name keeps its content. Throws conflict where one changed
// since the check.
void WorktreeSync::make_room() const {
  const git2::IndexLines index(clone_.repository.get());
  for (const auto& change : changes_) {
    if (!change.before) continue;
    if (!is_as_before(index, change)) throw in_the_way({change.path});
    ::unlink((clone_.root() / change.path).c_str());
  }
}

void WorktreeSync::apply() {
  if (!active_ || changes_.empty()) return;
  if (by_git_) {
    by_git_->apply(from_, to_);
  } else {
    git2::IndexEdit index(clone_.repository.get());
    make_room();
    git2::check_out(clone_.repository.get(), from_, to_, paths(), false);
    index.commit();
  }
  std::error_code ignored;
  fs::remove(journal(clone_), ignored);
}

void WorktreeSync::apply_to_index() {
  if (!active_ || changes_.empty()) return;
  if (by_git_) return by_git_->apply_to_index(from_, to_);
  git2::IndexEdit index(clone_.repository.get());
  put_into_index(paths());
  index.commit();
}

std::vector<std::string> WorktreeSync::paths() const {
  std::vector<std::string> paths;
  for (const auto& change : changes_) paths.push_back(change.path);
  return paths;
}

void WorktreeSync::write_down() const {
  if (!active_ || changes_.empty()) return;
  std::ofstream(journal(clone_), std::ios::trunc) << git2::to_hex(from_) << ' ' << git2::to_hex(to_) << '\n';
  clone_.shared_mode().adjust(journal(clone_));
}

// A file that holds neither what it held before nor what it is to hold was changed by somebody else since.
bool WorktreeSync::is_ours(const git2::FileChange& change) const {
  if (parent_in_the_way(change.path)) return false;
  const auto now = file_id(change.path);
  if (!now) return true;
  if (change.before && git2::same(*now, *change.before)) return true;
  const auto after = find_path(*clone_.objects, to_, change.path);
  return after && (git2::same(*now, after->id) || is_cut_off(change.path, after->id));
}

// libgit2 writes a file in its place, so that a moment is when it is empty.
bool WorktreeSync::is_cut_off(const std::string& path, const git_oid& blob) const {
  const fs::path file = clone_.root() / path;
  bool there = false;
  const auto info = stat_of(file, there);
  if (!S_ISREG(info.st_mode)) return false;
  const auto files = clone_.filters->attribute_files(to_, path);
  const auto whole = clone_.filters->has_filter(files, path)
                         ? clone_.filters->smudge(files, path, blob)
                         : git2::checked_out_text(clone_.repository.get(), blob, path);
  return whole && static_cast<std::uint64_t>(info.st_size) < whole->size() &&
         whole->starts_with(read_file(file));
}

std::optional<git_oid> WorktreeSync::file_id(const std::string& path) const {
  const fs::path file = clone_.root() / path;
  bool there = false;
  const auto info = stat_of(file, there);
  if (!there) return std::nullopt;
  if (S_ISREG(info.st_mode) && by_git_) return by_git_->file_ids({path}).at(path);
  if (S_ISREG(info.st_mode)) return git2::file_id(clone_.repository.get(), file, path).value_or(git_oid{});
  if (!S_ISLNK(info.st_mode)) return git_oid{};
  std::error_code code;
  const std::string target = fs::read_symlink(file, code).string();
  return code ? git_oid{} : git2::hash_blob(target);
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
  std::vector<std::string> ours;
  std::vector<std::string> changed;
  for (const auto& change : changes_) (is_ours(change) ? ours : changed).push_back(change.path);
  if (by_git_) {
    by_git_->apply_to_index(from_, to_);
    by_git_->restore(ours);
  } else {
    git2::IndexEdit index(clone_.repository.get());
    for (const auto& path : ours) ::unlink((clone_.root() / path).c_str());
    if (!ours.empty()) git2::check_out(clone_.repository.get(), from_, to_, ours, true);
    if (!changed.empty()) put_into_index(changed);
    index.commit();
  }
  if (changed.empty()) return;
  clone_.warn("files of an interrupted write were changed since, and are left as they are: " +
              join(changed, ", "));
}

// The index as the branch has it, so that what differs is the file alone.
void WorktreeSync::put_into_index(const std::vector<std::string>& paths) {
  git2::IndexLines index(clone_.repository.get());
  for (const auto& path : paths) {
    if (const auto entry = find_path(*clone_.objects, to_, path)) {
      index.put(path, entry->id, entry->mode);
    } else {
      index.remove(path);
    }
  }
  index.write();
}

}  // namespace gimlet::gitops
