#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gitops/git2/handle.hpp"
#include "gitops/git2/loose_objects.hpp"
#include "gitops/git2/oid.hpp"
#include "gitops/git2/tree_data.hpp"

namespace gimlet::git2 {

// A commit object's fields. The views point into `bytes`.
struct CommitData {
  std::string bytes;
  git_oid tree{};
  std::vector<git_oid> parents;
  std::string_view author;     // "Name <mail> 1700000000 +0000"
  std::string_view committer;  // likewise
  std::string_view encoding;   // of the texts; "" : UTF-8
  std::string_view message;

  CommitData() = default;
  CommitData(const CommitData&) = delete;
  CommitData& operator=(const CommitData&) = delete;
};

struct Person {
  std::string name;
  std::string email;
  std::int64_t time = 0;
};
Person parse_person(std::string_view line);

// Reads and writes one repository's objects. In a partial clone a missing object is fetched by the user's
// git; in a shallow one the commits at its edge have no parents. Not for use by several threads.
class Objects {
 public:
  // Where new objects go: to the repository's disk, or, for a repository that keep_writes_in_memory() was
  // called for, nowhere.
  enum class Writes { to_disk, to_memory };
  explicit Objects(git_repository* repository, Writes writes = Writes::to_disk);

  [[nodiscard]] bool exists(const git_oid& id);
  // Throw failed for what cannot be read; nullopt and nullptr-like results are for what is not there at all.
  [[nodiscard]] std::optional<std::string> read(const git_oid& id, git_object_t type);
  [[nodiscard]] TreeBytes tree(const git_oid& id);  // the last few are kept in memory
  [[nodiscard]] std::string blob(const git_oid& id);
  // False if there is no such commit.
  bool commit(const git_oid& id, CommitData& commit);
  // The same, throwing failed.
  void required_commit(const git_oid& id, CommitData& commit);

  // The commit whose id begins with these hex digits, 4 or more. None if no object's does, or an object's of
  // another kind; several if more objects' do, whatever they are. Throws failed.
  struct PrefixMatch {
    bool several = false;
    std::optional<git_oid> commit;
  };
  [[nodiscard]] PrefixMatch commit_with_prefix(std::string_view digits);

  git_oid write_blob(std::string_view content);
  git_oid write_tree(std::string bytes);
  git_oid write_commit(std::string_view bytes);
  // Copies an object of another repository. Throws failed, also where it is not what its name says.
  git_oid copy(Objects& from, const git_oid& id);
  // Of what was written since forget_unheld(): whether it is all there still. Until a ref holds an object, a
  // git that collects garbage may take it away.
  [[nodiscard]] bool are_unheld_there();
  void forget_unheld() { unheld_.clear(); }
  // What was written so far is on the disk before a ref is that is made after this call. Throws failed.
  void make_durable();

  // True for a commit whose parents a shallow clone left out.
  [[nodiscard]] bool is_edge(const git_oid& id) const;
  [[nodiscard]] bool is_shallow() const { return !edges_.empty(); }
  // How `a` stands to `b`: ahead if b is reachable from a, behind if a is reachable from b.
  enum class Relation { same, ahead, behind, diverged };
  [[nodiscard]] Relation relation(const git_oid& a, const git_oid& b);

 private:
  git_oid write(std::string_view content, git_object_t type);
  bool fetch_missing(const git_oid& id);
  void remember(const git_oid& id, TreeBytes bytes);
  [[nodiscard]] bool is_partial();
  void read_edges();

  git_repository* repository_;
  Odb odb_;
  std::unique_ptr<LooseObjects> loose_;  // nullptr when writing to memory
  std::vector<git_oid> unheld_;
  std::deque<std::pair<git_oid, TreeBytes>> recent_;
  std::set<std::string> edges_;
  std::optional<bool> partial_;
};

}  // namespace gimlet::git2
