#include "gitops/push_pack.hpp"

#include <set>
#include <utility>
#include <vector>

#include "gitops/git2/error.hpp"
#include "gitops/git2/objects.hpp"

namespace gimlet::gitops {
namespace {

using Builder = CHandle<git_packbuilder, git_packbuilder_free>;

// Collects objects that `after` has and `before`, as far as it was looked at, has not.
class Difference {
 public:
  explicit Difference(git2::Objects& objects) : objects_(objects) {}

  [[nodiscard]] git2::Objects& objects() const { return objects_; }
  [[nodiscard]] const std::vector<git_oid>& found() const { return found_; }

  void add(const git_oid& id) {
    if (seen_.insert(git2::to_hex(id)).second) found_.push_back(id);
  }

  // The trees to compare wait in a list: how deep they nest is not ours to trust.
  void add_tree(const std::optional<git_oid>& before, const git_oid& after) {
    std::vector<Pair> waiting{{before, after}};
    while (!waiting.empty()) {
      const Pair pair = waiting.back();
      waiting.pop_back();
      if (pair.before && git2::same(*pair.before, pair.after)) continue;
      if (!seen_.insert(git2::to_hex(pair.after)).second) continue;
      found_.push_back(pair.after);
      compare(pair, waiting);
    }
  }

 private:
  struct Pair {
    std::optional<git_oid> before;
    git_oid after;
  };

  void compare(const Pair& pair, std::vector<Pair>& waiting) {
    const git2::TreeBytes before =
        pair.before ? objects_.tree(*pair.before) : std::make_shared<const std::string>();
    const git2::TreeBytes after = objects_.tree(pair.after);
    git2::TreeCursor old(*before);
    for (git2::TreeCursor cursor(*after); !cursor.done(); cursor.next()) {
      const git2::TreeEntry& entry = cursor.entry();
      while (!old.done() && compare_with(old.entry(), entry) < 0) old.next();
      const bool both = !old.done() && compare_with(old.entry(), entry) == 0;
      if (both && git2::same(old.entry().id, entry.id)) continue;
      if (entry.is_folder()) {
        waiting.push_back({both ? std::optional<git_oid>(old.entry().id) : std::nullopt, entry.id});
      } else if (entry.mode != GIT_FILEMODE_COMMIT) {  // a submodule's commit is of another repository
        add(entry.id);
      }
    }
  }

  static int compare_with(const git2::TreeEntry& a, const git2::TreeEntry& b) {
    return git2::compare_names(a.name, a.is_folder(), b.name, b.is_folder());
  }

  git2::Objects& objects_;
  std::set<std::string> seen_;
  std::vector<git_oid> found_;
};

bool collect(Difference& difference, const std::optional<git_oid>& from, git_oid commit) {
  constexpr int longest_line = 100;
  for (int n = 0; n < longest_line; ++n) {
    git2::CommitData data;
    if (!difference.objects().commit(commit, data) || data.parents.size() > 1) return false;
    difference.add(commit);
    if (data.parents.empty()) {
      difference.add_tree(std::nullopt, data.tree);
      return !from;
    }
    const git_oid parent = data.parents.front();
    git2::CommitData parent_data;
    if (!difference.objects().commit(parent, parent_data)) return false;
    difference.add_tree(parent_data.tree, data.tree);
    if (from && git2::same(parent, *from)) return true;
    commit = parent;
  }
  return false;
}

}  // namespace

std::optional<std::vector<git_oid>> objects_between(git2::Objects& objects,
                                                    const std::optional<git_oid>& from, const git_oid& to) {
  Difference difference(objects);
  if (!collect(difference, from, to)) return std::nullopt;
  return difference.found();
}

std::optional<std::string> pack_between(git_repository* repository, const std::optional<git_oid>& from,
                                        const git_oid& to) {
  git2::Objects objects(repository);
  const auto ids = objects_between(objects, from, to);
  if (!ids) return std::nullopt;
  Builder builder;
  git2::check(git_packbuilder_new(out_ptr(builder), repository), "cannot begin a pack");
  git_packbuilder_set_threads(builder.get(), 1);
  for (const auto& id : *ids) {
    const int code = git_packbuilder_insert(builder.get(), &id, nullptr);
    if (code == GIT_ENOTFOUND) return std::nullopt;
    git2::check(code, "cannot pack the object " + git2::to_hex(id));
  }
  git2::Buffer pack;
  git2::check(git_packbuilder_write_buf(pack.get(), builder.get()), "cannot write a pack");
  return std::string(pack.data(), pack.size());
}

}  // namespace gimlet::gitops
