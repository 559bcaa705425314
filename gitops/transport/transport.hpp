#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gitops/repo.hpp"

namespace gimlet::gitops {

// Moves one ref of the remote, compare-and-swap.
struct RefUpdate {
  std::string ref;       // "refs/heads/main"
  std::string new_id;    // 40 hex; must exist in the local object database
  std::string expected;  // what the remote has now; "" : it must not exist yet
};

struct PushReply {
  enum class Status {
    accepted,
    moved,   // the remote's ref is no longer `expected`: fetch and try again
    refused  // a hook or the server's policy said no: final
  };
  Status status = Status::accepted;
  std::string message;  // what the remote said, control characters removed, URLs redacted
};

struct TransportOptions {
  TransportKind kind = TransportKind::automatic;
  int timeout_ms = 60'000;  // of silence
  std::function<void(std::string_view)> on_progress;
  // What the user's git is told beside its configuration, of which it sees no remote's: entries, and the
  // programs that serve fetch and push at the other end ("": the usual ones). With a name, the URL is that of
  // a remote so called in these entries. libgit2 has nothing of this.
  std::vector<std::pair<std::string, std::string>> settings;
  std::string name;
  std::string upload_pack;
  std::string receive_pack;
};

// What the options of a repository say of its transport.
TransportOptions transport_options(const RepoOptions& options);

// Fetches into, and pushes from, a local repository's object database.
class Transport {
 public:
  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;

  // The remote's refs by name, and "HEAD" with the name of the branch it points to ("ref: refs/heads/main")
  // if the remote tells.
  virtual std::map<std::string, std::string> list_refs() = 0;
  // The full name of the branch that the remote's HEAD points to; "" if it does not tell, or the branch is
  // not there. Of a remote without a branch that of the branch to be, where it tells git (protocol v2).
  virtual std::string head_branch() = 0;
  // Fetches refspecs ("+refs/heads/main:refs/remotes/origin/main"); a source ref that the remote does not
  // have is no error (an empty remote). Gives the names of those. A shallow clone stays shallow, a partial
  // one partial. Throws failed (network, authentication) with a hint.
  virtual std::vector<std::string> fetch(const std::vector<std::string>& refspecs) = 0;
  // All refs move or none does.
  virtual PushReply push(const std::vector<RefUpdate>& updates) = 0;
  // "git" or "libgit2", for doctor and -v.
  [[nodiscard]] virtual std::string name() const = 0;
};

// Transport::head_branch of what list_refs gave.
std::string branch_of_head(const std::map<std::string, std::string>& refs);

// Which transport a URL gets, and why; for doctor and -v.
struct TransportChoice {
  std::string name;     // "git" or "libgit2"; "" if there is none for this URL
  std::string program;  // the git executable that will run, "" for libgit2
  std::string reason;   // one sentence
};
TransportChoice choose_transport(const std::string& url, TransportKind kind);

// `automatic`: the user's git when it is on PATH, else libgit2 (never for a local path or file URL: libgit2's
// local transport moves refs without compare-and-swap and runs no hooks; that is an error which says so).
std::unique_ptr<Transport> open_transport(const std::filesystem::path& repository, const std::string& url,
                                          const TransportOptions& options);

}  // namespace gimlet::gitops
