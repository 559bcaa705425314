#include "gitops/local/walk.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "core/util/error.hpp"
#include "gitops/local/git_snapshot.hpp"

namespace gimlet::gitops {
namespace {

// A position in one of two trees that are read side by side.
class Side {
 public:
  Side(git2::Objects& objects, const git_oid& tree)
      : bytes_(git2::is_zero(tree) ? std::make_shared<const std::string>() : objects.tree(tree)),
        cursor_(*bytes_) {}
  [[nodiscard]] bool done() const { return cursor_.done(); }
  [[nodiscard]] const git2::TreeEntry& entry() const { return cursor_.entry(); }
  void next() { cursor_.next(); }

 private:
  git2::TreeBytes bytes_;
  git2::TreeCursor cursor_;
};

// Calls `changed(name, old, new)` for each entry that differs; nullptr for one that is not there. A name that
// changed from file to folder may come twice.
template <class Changed>
void compare(git2::Objects& objects, const git_oid& before, const git_oid& after, const Changed& changed) {
  Side old_side(objects, before);
  Side new_side(objects, after);
  while (!old_side.done() || !new_side.done()) {
    int order = 0;
    if (old_side.done()) {
      order = 1;
    } else if (new_side.done()) {
      order = -1;
    } else {
      const auto& a = old_side.entry();
      const auto& b = new_side.entry();
      order = git2::compare_names(a.name, a.is_folder(), b.name, b.is_folder());
    }
    if (order < 0) {
      changed(old_side.entry().name, &old_side.entry(), nullptr);
    } else if (order > 0) {
      changed(new_side.entry().name, nullptr, &new_side.entry());
    } else if (!git2::same(old_side.entry().id, new_side.entry().id) ||
               old_side.entry().mode != new_side.entry().mode) {
      changed(new_side.entry().name, &old_side.entry(), &new_side.entry());
    }
    if (order <= 0) old_side.next();
    if (order >= 0) new_side.next();
  }
}

git_oid folder_id(const git2::TreeEntry* entry) {
  return entry != nullptr && entry->is_folder() ? entry->id : git_oid{};
}

class ChangeFinder {
 public:
  ChangeFinder(git2::Objects& objects, const std::vector<std::string>& folders) : objects_(objects) {
    for (const auto& folder : folders) {
      if (folder.empty()) {
        root_ = true;
      } else if (folder == "*") {
        all_ = true;
      } else if (folder.find('/') == std::string::npos) {
        top_.insert(folder);
      } else {
        deep_.push_back(folder);
      }
    }
  }

  std::vector<std::string> between(const git_oid& before, const git_oid& after) {
    names_.clear();
    if (git2::same(before, after)) return {};
    compare(objects_, before, after,
            [&](std::string_view name, const git2::TreeEntry* a, const git2::TreeEntry* b) {
              if (root_) names_.emplace_back(name);
              if ((all_ && !name.starts_with('.')) || top_.contains(name))
                add_below(std::string(name), folder_id(a), folder_id(b));
            });
    for (const auto& folder : deep_) add_below(folder, folder_at(before, folder), folder_at(after, folder));
    std::sort(names_.begin(), names_.end());
    names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
    return std::move(names_);
  }

 private:
  git_oid folder_at(const git_oid& root, const std::string& path) {
    if (git2::is_zero(root)) return {};
    const auto found = find_path(objects_, root, path);
    return found && found->mode == GIT_FILEMODE_TREE ? found->id : git_oid{};
  }
  void add_below(const std::string& folder, const git_oid& before, const git_oid& after) {
    if (git2::same(before, after)) return;
    compare(objects_, before, after,
            [&](std::string_view name, const git2::TreeEntry*, const git2::TreeEntry*) {
              names_.push_back(folder + "/" + std::string(name));
            });
  }

  git2::Objects& objects_;
  bool root_ = false;
  bool all_ = false;
  std::set<std::string, std::less<>> top_;
  std::vector<std::string> deep_;
  std::vector<std::string> names_;
};

}  // namespace

CommitInfo commit_info(const git_oid& id, const git2::CommitData& data) {
  CommitInfo info;
  info.id = git2::to_hex(id);
  for (const auto& parent : data.parents) info.parents.push_back(git2::to_hex(parent));
  git2::Person author = git2::parse_person(data.author);
  git2::Person committer = git2::parse_person(data.committer);
  info.time = committer.time;
  info.author = {std::move(author.name), std::move(author.email)};
  info.committer = {std::move(committer.name), std::move(committer.email)};
  info.message = std::string(data.message);
  return info;
}

void walk_commits(git2::Objects& objects, const git_oid& from,
                  const std::function<bool(const CommitInfo&)>& visit) {
  git_oid id = from;
  while (true) {
    git2::CommitData data;
    objects.required_commit(id, data);
    if (!visit(commit_info(id, data)) || data.parents.empty()) return;
    id = data.parents.front();
  }
}

void walk_changed(
    git2::Objects& objects, const git_oid& from, const std::vector<std::string>& folders,
    const std::function<bool(const CommitInfo&, const std::vector<std::string>& changed)>& visit) {
  ChangeFinder finder(objects, folders);
  git_oid id = from;
  auto data = std::make_unique<git2::CommitData>();
  auto parent = std::make_unique<git2::CommitData>();
  objects.required_commit(id, *data);
  while (!objects.is_edge(id)) {
    const bool is_root = data->parents.empty();
    if (!is_root) objects.required_commit(data->parents.front(), *parent);
    const auto changed = finder.between(is_root ? git_oid{} : parent->tree, data->tree);
    if (!changed.empty() && !visit(commit_info(id, *data), changed)) return;
    if (is_root) return;
    id = data->parents.front();
    std::swap(data, parent);
  }
}

}  // namespace gimlet::gitops
