#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "gitops/snapshot.hpp"

// What is to be written to a GitOps repository, and what came of it. Ids and paths are as in snapshot.hpp.
namespace gimlet::gitops {

// One edit of a tree.
struct Edit {
  enum class Kind {
    replace_folder,  // `path` becomes a folder of exactly `files`
    restore_folder,  // `path` becomes the folder whose tree id is `tree`
    write_file,      // `path` becomes a file of `content`; the rest of its folder stays
    remove           // whatever stands at `path` goes; nothing there is fine
  };
  Kind kind = Kind::write_file;
  std::string path;
  std::map<std::string, std::string> files;  // content by name; names are without "/"
  std::string tree;
  std::string content;
};

// One commit to be.
struct Change {
  std::vector<Edit> edits;
  std::string message;  // records/commit_message.hpp writes it
  Identity author;
};

// Decides what to commit on a given tip. It is called again when the remote moved, may return nothing, and
// may throw.
using Plan = std::function<std::vector<Change>(const Snapshot& tip)>;

struct PublishOptions {
  bool push = true;          // to the remote, where there is one
  bool dry_run = false;      // build nothing durable; Published::diff may still be asked for
  bool diff = false;         // fill Published::diff
  int deadline_ms = 60'000;  // how long to keep trying while the remote keeps moving
};

struct Published {
  struct Commit {
    bool changed = false;  // false: the edits changed nothing, and no commit was made
    std::string id;        // "" where nothing changed, and of a dry run
  };
  std::vector<Commit> commits;  // one for each Change of the plan, in its order
  std::string tip_before;       // "" for a branch without a commit
  std::string tip_after;
  std::string diff;       // unified, from tip_before to tip_after
  std::string pushed_to;  // the remote's URL, redacted, and the branch there; "" if nothing was pushed
  int attempts = 1;
};

}  // namespace gimlet::gitops
