#pragma once

#include <string>

#include "app/context.hpp"
#include "core/model/artifact.hpp"

namespace gimlet::app {

// The stored artifact with this id, or with this unique prefix of an id. Throws not_found, naming near
// misses.
model::Artifact load_artifact(Context& context, const std::string& id);

// A record for the store: the document as it is given back, and the fields it is found by.
store::ArtifactRecord to_record(const model::Artifact& artifact);

// Reads an artifact from a file, or from standard input for "-".
std::string read_input(Context& context, const std::string& file);

// Whether two stored bodies are the same artifact (key order, id and created aside).
bool same_body(const std::string& a, const std::string& b);

}  // namespace gimlet::app
