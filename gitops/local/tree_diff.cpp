#include "gitops/local/tree_diff.hpp"

#include "gitops/git2/error.hpp"
#include "gitops/git2/oid.hpp"

namespace gimlet::gitops {

std::string unified_diff(git_repository* repository, const git_oid& from, const git_oid& to,
                         const std::string& path) {
  if (git2::same(from, to)) return "";
  git2::Tree old_tree;
  git2::Tree new_tree;
  if (!git2::is_zero(from))
    git2::check(git_tree_lookup(out_ptr(old_tree), repository, &from), "cannot read a tree");
  if (!git2::is_zero(to))
    git2::check(git_tree_lookup(out_ptr(new_tree), repository, &to), "cannot read a tree");
  git_diff_options options = GIT_DIFF_OPTIONS_INIT;
  options.flags = GIT_DIFF_DISABLE_PATHSPEC_MATCH | GIT_DIFF_INCLUDE_TYPECHANGE;
  std::string spec = path;
  char* paths = spec.data();
  if (!path.empty()) options.pathspec = {&paths, 1};
  git2::Diff diff;
  git2::check(git_diff_tree_to_tree(out_ptr(diff), repository, old_tree.get(), new_tree.get(), &options),
              "cannot compare two trees");
  git2::Buffer text;
  git2::check(git_diff_to_buf(text.get(), diff.get(), GIT_DIFF_FORMAT_PATCH), "cannot print a diff");
  return {text.data(), text.size()};
}

}  // namespace gimlet::gitops
