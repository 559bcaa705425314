#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "gitops/repo.hpp"

namespace gimlet::gitops {

// A folder of some repository, at some revision.
struct GitFolderRequest {
  enum class Revision { head, branch, tag, commit };
  std::string url;   // any that git takes
  std::string path;  // "" : the root
  Revision kind = Revision::head;
  std::string revision;  // a branch's or tag's name, a commit's id or a unique prefix of it
};

struct GitFolder {
  std::string commit;
  std::vector<std::pair<std::string, std::string>> files;  // path below the folder -> content, by path
  bool fetched = false;                                    // false: everything was in the cache
};

struct GitFolderLimits {
  std::size_t max_file_bytes = std::size_t{5} * 1024 * 1024;
  std::size_t max_total_bytes = std::size_t{100} * 1024 * 1024;
  std::size_t max_files = 50'000;
};

// Reads the files below a folder out of the repository's mirror in the cache folder (options.cache_folder),
// without a checkout. A commit that is there is not fetched; a branch, a tag and HEAD are brought up to date
// unless `offline`. Symbolic links are followed inside the repository, submodules are left out. Throws
// not_found for a repository, revision or folder that is not there (offline: not in the cache), bad_input for
// a link that leads outside and for what exceeds the limits, failed for the network.
GitFolder read_git_folder(const GitFolderRequest& request, const RepoOptions& options, bool offline,
                          const GitFolderLimits& limits = {});

}  // namespace gimlet::gitops
