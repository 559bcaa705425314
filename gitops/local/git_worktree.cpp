#include "gitops/local/git_worktree.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>
#include <system_error>

#include "core/util/error.hpp"
#include "core/util/process.hpp"
#include "core/util/string.hpp"
#include "gitops/git2/git_program.hpp"
#include "gitops/local/worktree_error.hpp"

namespace gimlet::gitops {
namespace {

namespace fs = std::filesystem;

// The paths that git's words of refusal name: "error: Entry 'a/b' not uptodate. Cannot merge."
std::vector<std::string> named_paths(std::string_view words) {
  std::vector<std::string> paths;
  for (const auto& line : split(words, '\n')) {
    const auto begin = line.find('\'');
    const auto end = line.rfind('\'');
    if (begin != std::string::npos && end > begin) paths.push_back(line.substr(begin + 1, end - begin - 1));
  }
  return paths;
}

Error refused(const ProcessResult& result) {
  if (auto paths = named_paths(result.error_output); !paths.empty()) return in_the_way(paths);
  return Error(ErrorCode::conflict, "git would not bring the working tree up to date: " +
                                        printable_line(trim(result.error_output), 1000));
}

// As `git checkout` does before it looks at files: times that changed are no changes.
void refresh(const fs::path& git_folder, const fs::path& root) {
  static_cast<void>(git2::run_git(git_folder, root, {"update-index", "-q", "--refresh"}));
}

std::string joined_by_nul(const std::vector<std::string>& paths) {
  std::string text;
  for (const auto& path : paths) text += path + '\0';
  return text;
}

}  // namespace

std::string GitWorktree::run(const std::string& doing, const std::vector<std::string>& arguments,
                             const std::string& input) const {
  ProcessOptions options;
  options.input = input;
  ProcessResult result = git2::run_git(own_folder_, root_, arguments, options);
  if (result.ok()) return std::move(result.output);
  throw Error(ErrorCode::failed, doing + ": " + printable_line(trim(result.error_output), 1000));
}

void GitWorktree::check(const git_oid& from, const git_oid& to,
                        const std::vector<git2::FileChange>& changes) const {
  if (!run("cannot read the index", {"ls-files", "--unmerged"}).empty()) throw unresolved_merge(root_);
  refresh(own_folder_, root_);
  const ProcessResult dry = git2::run_git(
      own_folder_, root_, {"read-tree", "-n", "-m", "-u", git2::to_hex(from), git2::to_hex(to)});
  if (!dry.ok()) throw refused(dry);
  if (const auto paths = passed_over(changes); !paths.empty()) throw in_the_way(paths);
}

// Files whose line in the index says that git is not to look at them, and that hold something else than
// before.
std::vector<std::string> GitWorktree::passed_over(const std::vector<git2::FileChange>& changes) const {
  std::map<std::string, git_oid> before;
  for (const auto& change : changes) {
    if (change.before) before.emplace(change.path, *change.before);
  }
  std::vector<std::string> marked;
  for (const auto& line : split(run("cannot read the index", {"ls-files", "-v", "-z"}), '\0')) {
    // "H path": a lower-case letter for assume-unchanged, S for skip-worktree.
    if (line.size() < 3 || (line[0] != 'S' && std::islower(static_cast<unsigned char>(line[0])) == 0))
      continue;
    if (before.contains(line.substr(2))) marked.push_back(line.substr(2));
  }
  std::vector<std::string> changed;
  for (const auto& [path, id] : file_ids(marked)) {
    if (!git2::same(id, before.at(path))) changed.push_back(path);
  }
  return changed;
}

void GitWorktree::apply(const git_oid& from, const git_oid& to) const {
  const ProcessResult result =
      git2::run_git(own_folder_, root_, {"read-tree", "-m", "-u", git2::to_hex(from), git2::to_hex(to)});
  if (!result.ok()) throw refused(result);
}

void GitWorktree::apply_to_index(const git_oid& from, const git_oid& to) const {
  static_cast<void>(
      run("cannot change the index", {"read-tree", "-i", "-m", git2::to_hex(from), git2::to_hex(to)}));
}

void GitWorktree::restore(const std::vector<std::string>& paths) const {
  if (paths.empty()) return;
  std::set<std::string> there;
  for (const auto& path : split(run("cannot read the index", {"ls-files", "-z"}), '\0')) there.insert(path);
  std::vector<std::string> wanted;
  std::error_code ignored;
  for (const auto& path : paths) {
    if (there.contains(path)) {
      wanted.push_back(path);
    } else {
      fs::remove(root_ / path, ignored);
    }
  }
  static_cast<void>(run("cannot write the working tree", {"checkout-index", "-f", "-u", "-z", "--stdin"},
                        joined_by_nul(wanted)));
}

std::map<std::string, git_oid> GitWorktree::file_ids(const std::vector<std::string>& paths) const {
  std::map<std::string, git_oid> ids;
  for (const auto& path : paths) {
    std::error_code ignored;
    if (!fs::is_regular_file(fs::symlink_status(root_ / path, ignored))) continue;
    const std::string id = run("cannot read " + path, {"hash-object", "--", path});
    ids.emplace(path, git2::to_oid(trim(id)));
  }
  return ids;
}

}  // namespace gimlet::gitops
