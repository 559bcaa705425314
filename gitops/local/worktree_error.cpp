#include "gitops/local/worktree_error.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/util/string.hpp"

namespace gimlet::gitops {

Error in_the_way(const std::vector<std::string>& paths) {
  constexpr std::size_t shown = 5;
  std::vector<std::string> first(paths.begin(),
                                 paths.begin() + static_cast<std::ptrdiff_t>(std::min(shown, paths.size())));
  if (paths.size() > shown) first.push_back(fmt::format("and {} more", paths.size() - shown));
  return Error(ErrorCode::conflict, "local changes are in the way: " + join(first, ", "))
      .hint("commit, stash or discard them, or use a bare clone");
}

Error unresolved_merge(const std::filesystem::path& root) {
  return Error(ErrorCode::conflict, "a merge is not resolved in " + root.string())
      .hint("finish it with git add and git commit, or give it up with git merge --abort");
}

}  // namespace gimlet::gitops
