#pragma once

#include "gitops/local/clone.hpp"
#include "gitops/local/upstream.hpp"
#include "gitops/repo.hpp"

namespace gimlet::gitops {

// Steps 2 to 6 of a write, as Repo::publish promises them:
// lock, fetch, plan, check the working tree, build trees and commits, push with compare-and-swap (again from
// the fetch on if the remote moved), and only then move the local refs, the index and the working tree.
Published publish_changes(Clone& clone, Upstream& upstream, const Plan& plan, const PublishOptions& options);

}  // namespace gimlet::gitops
