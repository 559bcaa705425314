#pragma once

#include <memory>
#include <string>

#include "gitops/git2/objects.hpp"
#include "gitops/local/filters.hpp"
#include "gitops/snapshot.hpp"

namespace gimlet::gitops {

// A commit's tree, read from the object database as it is asked for.
class GitSnapshot final : public Snapshot {
 public:
  GitSnapshot() = default;  // the empty view
  // Files are read as a checkout has them, where there are filters.
  GitSnapshot(std::shared_ptr<git2::Objects> objects, const git_oid& commit,
              std::shared_ptr<Filters> filters = nullptr);

  [[nodiscard]] const std::string& commit() const override { return commit_; }
  [[nodiscard]] std::optional<std::string> read_file(std::string_view path) const override;
  [[nodiscard]] std::vector<Entry> list(std::string_view path) const override;
  [[nodiscard]] std::optional<Entry> entry(std::string_view path) const override;
  [[nodiscard]] bool holds(std::string_view path, std::string_view content) const override;
  [[nodiscard]] bool is_filtered(std::string_view path) const override;
  [[nodiscard]] std::string attributes_above(std::string_view folder) const override;

 private:
  std::shared_ptr<git2::Objects> objects_;
  std::shared_ptr<Filters> filters_;
  std::string commit_;
  git_oid tree_{};
};

// What stands at a path below a tree; nullopt if nothing does. The path "" is the tree itself.
struct Found {
  git_filemode_t mode = GIT_FILEMODE_UNREADABLE;
  git_oid id{};
};
std::optional<Found> find_path(git2::Objects& objects, const git_oid& root, std::string_view path);
// The same, and the folders on the way to the path, or as far as they are there.
std::optional<Found> find_path(git2::Objects& objects, const git_oid& root, std::string_view path,
                               FoldersOnTheWay& folders);

Entry::Kind kind_of(git_filemode_t mode);

}  // namespace gimlet::gitops
