#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gitops/local/clone.hpp"
#include "gitops/transport/transport.hpp"

namespace gimlet::gitops {

// Where the branch stands here and at the remote.
struct Tips {
  std::optional<git_oid> local;
  std::optional<git_oid> remote;  // as last fetched
};

// The remote of a clone: fetches its branch into the tracking ref and pushes with compare-and-swap.
class Upstream {
 public:
  explicit Upstream(Clone& clone) : clone_(clone) {}

  // Tips without the network.
  [[nodiscard]] Tips known() const;
  // Tips after a fetch, which forgets a tracking ref whose branch the remote no longer has. Where the remote
  // has another URL to push to, what the branch is there decides whether a push succeeds.
  enum class Url { fetch, push };
  Tips fetch(Url from = Url::push);
  PushReply push(const git_oid& commit, const std::optional<git_oid>& expected);

  // What the next commit is made on; nullopt if the repository has no commit. Of two tips that diverged it is
  // the remote's, or they are a conflict. A branch that is nowhere throws not_found, unless it is to be made:
  // then it starts where HEAD is.
  enum class Diverged { follow_remote, refuse };
  [[nodiscard]] std::optional<git_oid> base(const Tips& tips, Diverged diverged);

 private:
  [[nodiscard]] TransportOptions transport_options(Url what) const;
  Transport& transport(Url what);
  Tips fetch_beside(Url from);
  void forget_tracking() const;
  [[nodiscard]] std::optional<git_oid> start_of_branch();
  [[nodiscard]] std::vector<std::string> branches();

  Clone& clone_;
  std::unique_ptr<Transport> fetcher_;
  std::unique_ptr<Transport> pusher_;
};

}  // namespace gimlet::gitops
