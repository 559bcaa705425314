#pragma once

#include "store/artifact_store.hpp"

namespace gimlet::store {

// Throw bad_input for what no store takes: no id or one that is too long, a time out of range, a text that is
// too large.
void require_valid(const ArtifactRecord& artifact);
void require_valid(const EventRecord& event);

}  // namespace gimlet::store
