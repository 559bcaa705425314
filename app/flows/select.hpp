#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/flows/result.hpp"
#include "app/messages.hpp"
#include "core/model/artifact.hpp"
#include "core/util/error.hpp"
#include "core/util/time.hpp"
#include "gitops/records/target.hpp"

namespace gimlet::app {

// The env and app of a manifest with its templates resolved where that is possible, else as written: for
// selecting and for reports.
gitops::Target target_of(const model::Artifact& artifact, const model::Manifest& manifest,
                         const Clock& clock);
// The same for a manifest that is in no artifact; `source` names it.
gitops::Target target_of(const model::Manifest& manifest, const model::Variables& variables,
                         const std::string& source, const Clock& clock);

// What the deploy policies of an artifact's manifests ask for: one request for each manifest, in their order,
// with the result "skipped" where its policy does not want it. Throws bad_input for a pattern that does not
// parse; a policy that can never fire is a warning. `source` names the artifact in both.
std::vector<Asked> select_by_policy(const model::Artifact& artifact, const std::string& source,
                                    const Clock& clock, Messages& messages);

// What a release by hand asks for: `request` for each of the artifact's manifests that is for its env and, if
// it names one, its app. `cue_failure` is what keeps CUE environments, which may be for them, from being
// looked at. Throws not_found, saying what there is, if no manifest is.
std::vector<Asked> select_by_hand(const model::Artifact& artifact, const std::optional<Error>& cue_failure,
                                  const Request& request, const Clock& clock, Messages& messages);

}  // namespace gimlet::app
