#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gitops/git2/handle.hpp"

// Files of a working tree and the lines of its index.
namespace gimlet::git2 {

struct IndexLine {
  git_oid id{};
  git_filemode_t mode = GIT_FILEMODE_UNREADABLE;
  bool skips_working_tree = false;  // a sparse checkout leaves its file out, or somebody wants changes unseen
};

// A repository's index as it is on the disk, or, while there is an IndexEdit, as that has it.
class IndexLines {
 public:
  // Throws failed.
  explicit IndexLines(git_repository* repository);
  [[nodiscard]] std::optional<IndexLine> find(const std::string& path) const;
  // True if there is a line for the path, be it one of a merge that is not resolved.
  [[nodiscard]] bool has(const std::string& path) const;
  // True if some path, whichever, has lines of a merge that is not resolved.
  [[nodiscard]] bool has_conflicts() const;
  // Throw failed. What they change is on the disk after write().
  void put(const std::string& path, const git_oid& id, git_filemode_t mode);
  void remove(const std::string& path);
  void write();

 private:
  Index index_;
};

// False for an index that libgit2 cannot read, as it has an extension that every reader must know: one that
// is split or sparse.
bool can_read_index(git_repository* repository);

// Brings files of the working tree and their lines in the index from one tree to another. Files that are not
// as `from` has them are an error, or, by force, replaced. Throws failed.
void check_out(git_repository* repository, const git_oid& from, const git_oid& to,
               const std::vector<std::string>& paths, bool force);

// The blob id of what a regular file holds, as `git add` would write it under this path; nullopt if it cannot
// be read.
std::optional<git_oid> file_id(git_repository* repository, const std::filesystem::path& file,
                               const std::string& path);

// A blob as a file of the working tree holds it, with its line ends; nullopt if it cannot be read.
std::optional<std::string> checked_out_text(git_repository* repository, const git_oid& blob,
                                            const std::string& path);

}  // namespace gimlet::git2
