#pragma once

#include <memory>
#include <optional>
#include <string>

#include "gitops/local/clone.hpp"
#include "gitops/transport/transport.hpp"

namespace gimlet::gitops {

// Where the branch stands here and at the remote.
struct Tips {
  std::optional<git_oid> local;
  std::optional<git_oid> remote;  // as last fetched
};

// What the next commit is made on; nullopt for a branch without a commit. Where the two have diverged: the
// remote's, or a conflict error if `strict`.
std::optional<git_oid> base_of(Clone& clone, const Tips& tips, bool strict);

// The remote of a clone: fetches its branch into the tracking ref and pushes with compare-and-swap.
class Upstream {
 public:
  explicit Upstream(Clone& clone) : clone_(clone) {}

  // Tips without the network.
  [[nodiscard]] Tips known() const;
  // Tips after a fetch.
  Tips fetch();
  PushReply push(const git_oid& commit, const std::optional<git_oid>& expected);
  // After a push that was beaten: fetches, and forgets a tracking ref whose branch the remote no longer has.
  Tips fetch_after_race(const Tips& before);

 private:
  Transport& transport(bool for_push);
  void forget_tracking() const;

  Clone& clone_;
  std::unique_ptr<Transport> fetcher_;
  std::unique_ptr<Transport> pusher_;
};

}  // namespace gimlet::gitops
