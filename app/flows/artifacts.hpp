#pragma once

#include <string>

#include "core/model/artifact.hpp"
#include "core/util/json_fwd.hpp"
#include "core/util/time.hpp"
#include "store/artifacts.hpp"
#include "store/maintenance.hpp"

namespace gimlet::app {

// The stored artifact with this id, or with this unique prefix of an id. `store` is null if there is none at
// `path`. Throws not_found, naming near misses.
model::Artifact load_artifact(const store::Artifacts* artifacts, const std::string& path,
                              const std::string& id);

// What a record holds: its artifact, and the document alone, unread. Throw bad_input for a record that is no
// artifact, or another one's, with what to do about it.
model::Artifact artifact_of(const store::ArtifactRecord& record);
Json document_of(const store::ArtifactRecord& record);

// A record for the store: the document as it is given back, and the fields it is found by.
store::ArtifactRecord to_record(const model::Artifact& artifact, const Clock& clock);

// Whether two stored bodies are the same artifact (key order, id and created aside).
bool same_body(const std::string& a, const std::string& b);

// What the store's records must be: artifacts whose bodies are those of their ids, and events whose texts can
// be read. What an artifact's record is found by is taken from its body; only the targets that it names
// itself stay, which CUE environments may have given it.
store::RecordRules record_rules(const Clock& clock);

}  // namespace gimlet::app
