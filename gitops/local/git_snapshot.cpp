#include "gitops/local/git_snapshot.hpp"

#include <algorithm>
#include <utility>

namespace gimlet::gitops {

Entry::Kind kind_of(git_filemode_t mode) {
  switch (mode) {
    case GIT_FILEMODE_TREE:
      return Entry::Kind::folder;
    case GIT_FILEMODE_LINK:
      return Entry::Kind::symlink;
    case GIT_FILEMODE_COMMIT:
      return Entry::Kind::submodule;
    default:
      return Entry::Kind::file;
  }
}

std::optional<Found> find_path(git2::Objects& objects, const git_oid& root, std::string_view path) {
  FoldersOnTheWay ignored;
  return find_path(objects, root, path, ignored);
}

std::optional<Found> find_path(git2::Objects& objects, const git_oid& root, std::string_view path,
                               FoldersOnTheWay& folders) {
  Found found{GIT_FILEMODE_TREE, root};
  std::size_t begin = 0;
  while (begin < path.size()) {
    if (found.mode != GIT_FILEMODE_TREE) return std::nullopt;
    folders.emplace_back(path.substr(0, begin), found.id);
    const auto end = std::min(path.find('/', begin), path.size());
    const auto bytes = objects.tree(found.id);
    const auto entry = git2::find_entry(*bytes, path.substr(begin, end - begin));
    if (!entry) return std::nullopt;
    found = {entry->mode, entry->id};
    begin = end + 1;
  }
  return found;
}

GitSnapshot::GitSnapshot(std::shared_ptr<git2::Objects> objects, const git_oid& commit,
                         std::shared_ptr<Filters> filters)
    : objects_(std::move(objects)), filters_(std::move(filters)), commit_(git2::to_hex(commit)) {
  git2::CommitData data;
  objects_->required_commit(commit, data);
  tree_ = data.tree;
}

std::optional<Entry> GitSnapshot::entry(std::string_view path) const {
  if (!objects_) return std::nullopt;
  const auto found = find_path(*objects_, tree_, path);
  if (!found) return std::nullopt;
  const auto slash = path.rfind('/');
  return Entry{std::string(slash == std::string_view::npos ? path : path.substr(slash + 1)),
               kind_of(found->mode), git2::to_hex(found->id)};
}

std::optional<std::string> GitSnapshot::read_file(std::string_view path) const {
  if (!objects_) return std::nullopt;
  FoldersOnTheWay folders;
  const auto found = find_path(*objects_, tree_, path, folders);
  if (!found || kind_of(found->mode) != Entry::Kind::file) return std::nullopt;
  if (filters_) {
    const auto files = filters_->attribute_files(folders);
    if (filters_->has_filter(files, path)) return filters_->smudge(files, std::string(path), found->id);
  }
  return objects_->blob(found->id);
}

bool GitSnapshot::is_filtered(std::string_view path) const {
  return filters_ && filters_->has_filter(filters_->attribute_files(tree_, path), path);
}

std::string GitSnapshot::attributes_above(std::string_view folder) const {
  std::string all;
  if (!filters_) return all;
  for (const auto& [path, text] : filters_->attribute_files(tree_, folder)) {
    if (!path.starts_with(std::string(folder) + "/")) all += path + '\0' + text + '\0';
  }
  return all;
}

bool GitSnapshot::holds(std::string_view path, std::string_view content) const {
  return is_filtered(path) ? read_file(path) == content : Snapshot::holds(path, content);
}

std::vector<Entry> GitSnapshot::list(std::string_view path) const {
  std::vector<Entry> entries;
  if (!objects_) return entries;
  const auto found = find_path(*objects_, tree_, path);
  if (!found || found->mode != GIT_FILEMODE_TREE) return entries;
  const auto bytes = objects_->tree(found->id);
  for (git2::TreeCursor cursor(*bytes); !cursor.done(); cursor.next()) {
    const auto& entry = cursor.entry();
    entries.push_back({std::string(entry.name), kind_of(entry.mode), git2::to_hex(entry.id)});
  }
  return entries;
}

}  // namespace gimlet::gitops
