#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/util/time.hpp"

// What a GitOps repository holds, as those see it who read it. Object ids are 40 lower-case hex digits. Paths
// are relative to the repository's root, separated by "/", without one at the beginning or the end; "" is the
// root.
namespace gimlet::gitops {

struct Identity {
  std::string name;
  std::string email;
};

// What stands at a path of a tree.
struct Entry {
  enum class Kind { file, folder, symlink, submodule };
  std::string name;  // the path's last part
  Kind kind = Kind::file;
  std::string id;
};

// The id that git gives a file of this content: Entry::id of a regular file.
std::string blob_id(std::string_view content);

struct CommitInfo {
  std::string id;
  std::vector<std::string> parents;
  Identity author;
  Identity committer;
  UnixSeconds time = 0;  // when it was committed
  std::string message;
};

// A read-only view of one commit's tree. A branch without a commit has an empty view, whose commit() is "".
class Snapshot {
 public:
  Snapshot() = default;
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  virtual ~Snapshot() = default;

  // The commit's id.
  [[nodiscard]] virtual const std::string& commit() const = 0;
  // The content of a regular file; nullopt if there is none at that path, and for a folder or a symbolic
  // link.
  [[nodiscard]] virtual std::optional<std::string> read_file(std::string_view path) const = 0;
  // The entries of a folder in git's order; empty if there is no folder at that path.
  [[nodiscard]] virtual std::vector<Entry> list(std::string_view path) const = 0;
  // What stands at a path; nullopt if nothing does.
  [[nodiscard]] virtual std::optional<Entry> entry(std::string_view path) const = 0;
  // True if a regular file of this content is at the path.
  [[nodiscard]] virtual bool holds(std::string_view path, std::string_view content) const;
  // True if git changes what a file at this path holds when it is added or checked out (a filter of
  // gitattributes(5)): its Entry::id is then not its content's.
  [[nodiscard]] virtual bool is_filtered(std::string_view path) const;
  // What the tree's attributes outside of a folder say, to be compared: equal texts treat the folder alike.
  [[nodiscard]] virtual std::string attributes_above(std::string_view folder) const;
};

}  // namespace gimlet::gitops
