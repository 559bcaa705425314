#include "gitops/local/tree_edit.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "gitops/local/git_snapshot.hpp"
#include "gitops/local/safe_path.hpp"

namespace gimlet::gitops {
namespace {

// What a path is to become: `base`, and then what its children are to become.
struct Node {
  enum class Base {
    kept,     // what stands there
    nothing,  // an empty folder, which goes if no child fills it
    folder,   // the tree `id`
    file      // the blob `id`
  };
  Base base = Base::kept;
  bool needs_folder = false;  // an error if something else than a folder stands there
  git_oid id{};
  std::map<std::string, std::unique_ptr<Node>, std::less<>> children;
};

Node& child(Node& parent, std::string_view name) {
  const auto found = parent.children.find(name);
  if (found != parent.children.end()) return *found->second;
  return *parent.children.emplace(std::string(name), std::make_unique<Node>()).first->second;
}

Node& node_at(Node& root, std::string_view path) {
  check_safe_path(path);
  Node* node = &root;
  for (const auto& step : split(path, '/')) {
    if (node->base == Node::Base::file) {
      throw Error(ErrorCode::bad_input, "a file stands where " + printable_line(path) + " needs a folder");
    }
    node = &child(*node, step);
  }
  return *node;
}

// Writes what is to be at a path as git would add it.
class BlobWriter {
 public:
  BlobWriter(git2::Objects& objects, const git_oid& attributes, Filters* filters)
      : objects_(objects), attributes_(attributes), filters_(filters) {}

  git_oid write(const Edit& edit, const std::string& path, const std::string& content) {
    if (filters_ == nullptr) return objects_.write_blob(content);
    return objects_.write_blob(filters_->clean(attributes_after(edit, path), path, content));
  }

 private:
  // A folder that is replaced loses its own attributes, and gets those among its files.
  [[nodiscard]] AttributeFiles attributes_after(const Edit& edit, const std::string& path) const {
    AttributeFiles files = filters_->attribute_files(attributes_, path);
    if (edit.kind != Edit::Kind::replace_folder) return files;
    std::erase_if(files, [&](const auto& file) { return file.first.starts_with(edit.path + "/"); });
    if (const auto own = edit.files.find(".gitattributes"); own != edit.files.end())
      files[edit.path + "/.gitattributes"] = own->second;
    return files;
  }

  git2::Objects& objects_;
  git_oid attributes_;
  Filters* filters_;
};

void plan_files(BlobWriter& blobs, Node& folder, const Edit& edit) {
  for (const auto& [name, content] : edit.files) {
    if (!is_safe_name(name)) {
      throw Error(ErrorCode::bad_input, "\"" + printable_line(name) + "\" is no safe file name")
          .during("writing " + edit.path);
    }
    Node& file = child(folder, name);
    file.base = Node::Base::file;
    file.id = blobs.write(edit, edit.path + "/" + name, content);
  }
}

void plan_edit(BlobWriter& blobs, Node& root, const Edit& edit) {
  Node& node = node_at(root, edit.path);
  node.children.clear();
  switch (edit.kind) {
    case Edit::Kind::replace_folder:
      node.base = Node::Base::nothing;
      node.needs_folder = true;
      plan_files(blobs, node, edit);
      break;
    case Edit::Kind::restore_folder:
      node.base = Node::Base::folder;
      node.needs_folder = true;
      node.id = git2::to_oid(edit.tree);
      break;
    case Edit::Kind::write_file:
      node.base = Node::Base::file;
      node.id = blobs.write(edit, edit.path, edit.content);
      break;
    case Edit::Kind::remove:
      node.base = Node::Base::nothing;
      break;
  }
}

const char* kind_name(git_filemode_t mode) {
  switch (kind_of(mode)) {
    case Entry::Kind::folder:
      return "a folder";
    case Entry::Kind::symlink:
      return "a symbolic link";
    case Entry::Kind::submodule:
      return "a submodule";
    case Entry::Kind::file:
      break;
  }
  return "a file";
}

bool only_removes(const Node& node) {
  if (node.children.empty()) return node.base == Node::Base::nothing && !node.needs_folder;
  return node.base == Node::Base::kept &&
         std::all_of(node.children.begin(), node.children.end(),
                     [](const auto& item) { return only_removes(*item.second); });
}

class Builder {
 public:
  explicit Builder(git2::Objects& objects) : objects_(objects) {}

  // The tree of a folder node on what stood there; nullopt if it comes out empty.
  std::optional<git_oid> build(const Node& node, const std::optional<git_oid>& old, const std::string& path);

 private:
  std::optional<Found> resolve(const Node& node, const std::optional<Found>& old, const std::string& path);
  static void check_old(const Node& node, const Found& old, const std::string& path);

  git2::Objects& objects_;
};

void Builder::check_old(const Node& node, const Found& old, const std::string& path) {
  const bool folder = old.mode == GIT_FILEMODE_TREE;
  const bool wants_folder = node.needs_folder || (node.base == Node::Base::kept && !node.children.empty());
  if (wants_folder && !folder) {
    throw Error(ErrorCode::bad_input,
                path + " is " + kind_name(old.mode) + " in the repository, not a folder")
        .hint("remove it from the repository first");
  }
  if (node.base == Node::Base::file && kind_of(old.mode) != Entry::Kind::file) {
    throw Error(ErrorCode::bad_input, path + " is " + kind_name(old.mode) + " in the repository, not a file")
        .hint("remove it from the repository first");
  }
}

std::optional<Found> Builder::resolve(const Node& node, const std::optional<Found>& old,
                                      const std::string& path) {
  if (only_removes(node) && (!old || (old->mode != GIT_FILEMODE_TREE && !node.children.empty()))) return old;
  if (old) check_old(node, *old, path);
  if (node.base == Node::Base::file) {
    return Found{old ? old->mode : GIT_FILEMODE_BLOB, node.id};
  }
  std::optional<git_oid> base;
  if (node.base == Node::Base::folder) base = node.id;
  if (node.base == Node::Base::kept && old) base = old->id;
  const auto tree = build(node, base, path);
  if (!tree) return std::nullopt;
  return Found{GIT_FILEMODE_TREE, *tree};
}

std::optional<git_oid> Builder::build(const Node& node, const std::optional<git_oid>& old,
                                      const std::string& path) {
  if (node.children.empty()) return old;
  const auto bytes = old ? objects_.tree(*old) : std::make_shared<const std::string>();
  std::vector<git2::TreeEntry> entries;
  std::map<std::string_view, std::optional<Found>> before;
  for (git2::TreeCursor cursor(*bytes); !cursor.done(); cursor.next()) {
    const auto& entry = cursor.entry();
    if (node.children.contains(entry.name)) {
      before[entry.name] = Found{entry.mode, entry.id};
    } else {
      entries.push_back(entry);
    }
  }
  const std::string prefix = path.empty() ? "" : path + "/";
  for (const auto& [name, below] : node.children) {
    const auto known = before.find(name);
    const auto now = resolve(*below, known == before.end() ? std::nullopt : known->second, prefix + name);
    if (!now) continue;
    const git2::TreeEntry added{name, now->mode, now->id};
    const auto place =
        std::lower_bound(entries.begin(), entries.end(), added, [](const auto& a, const auto& b) {
          return git2::compare_names(a.name, a.is_folder(), b.name, b.is_folder()) < 0;
        });
    entries.insert(place, added);
  }
  if (entries.empty()) return std::nullopt;
  std::string written = git2::serialise(entries);
  if (old && written == *bytes) return old;
  return objects_.write_tree(std::move(written));
}

}  // namespace

git_oid apply_edits(git2::Objects& objects, const git_oid& root, const std::vector<Edit>& edits,
                    Filters* filters, const git_oid& attributes) {
  Node plan;
  BlobWriter blobs(objects, attributes, filters);
  for (const auto& edit : edits) plan_edit(blobs, plan, edit);
  if (plan.children.empty()) return root;
  std::optional<git_oid> old;
  if (!git2::is_zero(root)) old = root;
  const auto tree = Builder(objects).build(plan, old, "");
  return tree ? *tree : objects.write_tree("");
}

}  // namespace gimlet::gitops
