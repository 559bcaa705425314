#pragma once

#include <filesystem>
#include <string>

#include "app/inputs/ci.hpp"
#include "app/messages.hpp"
#include "core/model/artifact.hpp"

namespace gimlet::app {

// What flags say of an artifact's version; empty where they say nothing.
struct VersionInput {
  model::Version version;  // without created and event
  std::string created;     // a time
  std::string event;       // an event's name
};

// The version, with what the flags leave out taken from the CI system, and then from the checkout that
// `folder` is in. What describes the commit (author, committer, message, time) comes from the checkout first,
// if that holds it. What was guessed or left out is a warning. Throws usage if the repository or the commit
// cannot be found out, and, in CI, what was built and why; and for a time that is none.
model::Version complete_version(VersionInput input, const CiBuild& build, const std::filesystem::path& folder,
                                Messages& messages);

// As much of it as can be found out without flags; the rest is empty. For variables.
model::Version known_version(const CiBuild& build, const std::filesystem::path& folder = ".");

}  // namespace gimlet::app
