#pragma once

#include <string>

#include "core/model/artifact.hpp"
#include "core/util/time.hpp"
#include "store/artifacts.hpp"

namespace gimlet::app {

// The stored artifact with this id, or with this unique prefix of an id. `store` is null if there is none at
// `path`. Throws not_found, naming near misses.
model::Artifact load_artifact(const store::Artifacts* artifacts, const std::string& path,
                              const std::string& id);

// A record for the store: the document as it is given back, and the fields it is found by.
store::ArtifactRecord to_record(const model::Artifact& artifact, const Clock& clock);

// Whether two stored bodies are the same artifact (key order, id and created aside).
bool same_body(const std::string& a, const std::string& b);

}  // namespace gimlet::app
