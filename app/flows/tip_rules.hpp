#pragma once

#include <vector>

#include "app/flows/result.hpp"
#include "app/flows/write.hpp"
#include "core/model/artifact.hpp"

namespace gimlet::app {

// What the branch's tip says to the releases that policies ask for. Both give a result to the requests that
// they stop, and leave those alone that have one.

// A policy releases an artifact once on each branch of each repository: "unchanged" where the branch's
// history has its release. So a push that is repeated brings nothing back, whatever was released or rolled
// back since.
void pass_over_released(std::vector<Asked>& asked, const Attempt& attempt, const model::Artifact& artifact);

// A policy never goes back: "skipped" where the app runs a version of the same repository and branch whose
// commit is newer (version.created), as its release.json says. A manifest's `deploy.order: any` opts out.
void pass_over_older(std::vector<Asked>& asked, const Attempt& attempt, const model::Artifact& artifact);

}  // namespace gimlet::app
