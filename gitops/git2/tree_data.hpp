#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <git2.h>

namespace gimlet::git2 {

// One line of a tree object; the name points into the tree.
struct TreeEntry {
  std::string_view name;
  git_filemode_t mode = GIT_FILEMODE_UNREADABLE;
  git_oid id{};

  [[nodiscard]] bool is_folder() const { return mode == GIT_FILEMODE_TREE; }
  // Any regular file, executable or not.
  [[nodiscard]] bool is_file() const {
    constexpr unsigned kind_bits = 0170000;
    constexpr unsigned regular = 0100000;
    return (static_cast<unsigned>(mode) & kind_bits) == regular;
  }
};

// A tree object as it is stored (gitformat: "<octal mode> <name>\0<20 bytes>"), read entry by entry without
// building anything: what makes walking 20,000 trees of 2,000 entries cheap.
using TreeBytes = std::shared_ptr<const std::string>;

// Reads a tree's entries in git's order. Throws failed for a damaged tree.
class TreeCursor {
 public:
  explicit TreeCursor(std::string_view bytes) : rest_(bytes) { next(); }
  [[nodiscard]] bool done() const { return done_; }
  [[nodiscard]] const TreeEntry& entry() const { return entry_; }
  void next();

 private:
  std::string_view rest_;
  TreeEntry entry_;
  bool done_ = false;
};

// Names compared as git orders them: a folder's as if it ended in "/".
int compare_names(std::string_view a, bool a_folder, std::string_view b, bool b_folder);

std::optional<TreeEntry> find_entry(std::string_view tree, std::string_view name);

// The bytes of a tree of these entries, which must be in git's order.
std::string serialise(const std::vector<TreeEntry>& entries);

}  // namespace gimlet::git2
