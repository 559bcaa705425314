#include "gitops/git2/tree_diff.hpp"

#include "gitops/git2/error.hpp"
#include "gitops/git2/handle.hpp"
#include "gitops/git2/oid.hpp"

namespace gimlet::git2 {
namespace {

// libgit2 takes nullptr for the empty tree.
Tree tree_or_none(git_repository* repository, const git_oid& id) {
  Tree tree;
  if (!is_zero(id)) check(git_tree_lookup(out_ptr(tree), repository, &id), "cannot read a tree");
  return tree;
}

Diff diff_of(git_repository* repository, const git_oid& from, const git_oid& to,
             const git_diff_options& options) {
  const Tree before = tree_or_none(repository, from);
  const Tree after = tree_or_none(repository, to);
  Diff diff;
  check(git_diff_tree_to_tree(out_ptr(diff), repository, before.get(), after.get(), &options),
        "cannot compare two trees");
  return diff;
}

}  // namespace

std::string unified_diff(git_repository* repository, const git_oid& from, const git_oid& to,
                         const std::string& path) {
  if (same(from, to)) return "";
  git_diff_options options = GIT_DIFF_OPTIONS_INIT;
  options.flags = GIT_DIFF_DISABLE_PATHSPEC_MATCH | GIT_DIFF_INCLUDE_TYPECHANGE;
  std::string spec = path;
  char* paths = spec.data();
  if (!path.empty()) options.pathspec = {&paths, 1};
  const Diff diff = diff_of(repository, from, to, options);
  Buffer text;
  check(git_diff_to_buf(text.get(), diff.get(), GIT_DIFF_FORMAT_PATCH), "cannot print a diff");
  return {text.data(), text.size()};
}

std::vector<FileChange> changed_files(git_repository* repository, const git_oid& from, const git_oid& to) {
  git_diff_options options = GIT_DIFF_OPTIONS_INIT;
  options.flags = GIT_DIFF_SKIP_BINARY_CHECK | GIT_DIFF_INCLUDE_TYPECHANGE;
  const Diff diff = diff_of(repository, from, to, options);
  std::vector<FileChange> changes;
  for (std::size_t i = 0; i < git_diff_num_deltas(diff.get()); ++i) {
    const git_diff_delta* delta = git_diff_get_delta(diff.get(), i);
    FileChange& change = changes.emplace_back();
    change.path = delta->new_file.path;
    if (delta->status == GIT_DELTA_ADDED) continue;
    change.before = delta->old_file.id;
    change.mode_before = static_cast<git_filemode_t>(delta->old_file.mode);
  }
  return changes;
}

}  // namespace gimlet::git2
