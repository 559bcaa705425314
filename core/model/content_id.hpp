#pragma once

#include <string>
#include <string_view>

#include "core/util/json_fwd.hpp"

namespace gimlet::model {

// What an artifact says, as one text. Two documents of one text are the same artifact.
//
// Members are sorted. The artifact's id and created are left out, and what differs where a CI job runs again:
// - In context, items and vars the variables are left out that name a run, who started it or where it ran
//   (differs_between_runs: GITHUB_RUN_ID, ACTOR, GITHUB_WORKSPACE). So is JOB where it is a run's number.
// - In context and items a value of six characters or more is left out that is as a whole such a run's:
//   GITHUB_RUN_ID's, not ACTOR's. From a URL there and in version.url, what makes it the run's page is cut.
// - A value that is the version's sha, branch or tag is never taken for a run's.
// - What a manifest's template names always counts: another image that another build made is another release.
// All else counts: the version, the manifests, and the values of vars.
std::string content_of(const Json& document);

// True if two documents are the same artifact.
bool same_content(const Json& a, const Json& b);

// The id of an artifact that was given none: `<repositoryName>-<uuid>`, the uuid name-based (RFC 9562,
// version 5) over content_of. So a job that runs again makes the same artifact again.
std::string content_id(const Json& document);

// True for an id that content_id made, of whatever content: a document that was changed since gets a new one.
bool is_content_id(std::string_view id);

}  // namespace gimlet::model
