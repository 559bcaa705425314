#pragma once

#include <filesystem>
#include <string>

#include "app/inputs/ci.hpp"
#include "core/model/artifact.hpp"

namespace gimlet::app {

// What flags say of an artifact's version; empty where they say nothing.
struct VersionInput {
  model::Version version;  // without created and event
  std::string created;     // a time
  std::string event;       // push, tag or pr
};

// The version, with what the flags leave out taken from the CI system, and then from the checkout that
// `folder` is in, if it is of the same commit. Throws usage if the repository or the commit cannot be found
// out, and for a time that is none.
model::Version complete_version(VersionInput input, const CiBuild& build,
                                const std::filesystem::path& folder);

}  // namespace gimlet::app
