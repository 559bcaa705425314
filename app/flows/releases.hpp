#pragma once

#include "app/context.hpp"
#include "core/util/json.hpp"
#include "gitops/records/history.hpp"

namespace gimlet::app {

// A RELEASE of the JSON contract: release.json's fields with gitopsRef, gitopsRepo, created, rolledBack and
// kind filled.
Json to_json(const gitops::ReleaseRecord& record, const std::string& gitops_repo);

// The same as a row of a table: time, target, kind, commit, artifact, who, message.
std::vector<std::string> release_row(Context& context, const gitops::ReleaseRecord& record);
std::vector<std::string> release_header();

// How the repository is named in listings: its remote's URL, else as the user named it; secrets redacted.
std::string repo_name(Context& context);

}  // namespace gimlet::app
