#pragma once

#include <string>
#include <string_view>

#include "core/util/json_fwd.hpp"

namespace gimlet::model {

// What an artifact says, as one text: members sorted, without id and created, and without what differs from
// one run of a CI job to the next. That is the variables of context and vars which name a build or who
// started it (GITHUB_RUN_ID, BUILD_URL, ACTOR, …), and their values wherever else they stand, in the URL of
// an item for instance; and the variables that say where it ran (CI_RUNNER_ID, GITHUB_WORKSPACE, …). Two
// documents of one text are the same artifact.
std::string content_of(const Json& document);

// True if two documents are the same artifact.
bool same_content(const Json& a, const Json& b);

// The id of an artifact that was given none: `<repositoryName>-<uuid>`, the uuid name-based (RFC 9562,
// version 5) over content_of. So a job that runs again makes the same artifact again.
std::string content_id(const Json& document);

// True for an id that content_id made, of whatever content: a document that was changed since gets a new one.
bool is_content_id(std::string_view id);

}  // namespace gimlet::model
