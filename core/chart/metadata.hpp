#pragma once

#include "core/chart/chart.hpp"

namespace gimlet::chart {

// Reads Chart.yaml (or requirements.yaml) over what is known already, as Helm unmarshals both into one
// struct. Keys are known in any case; others are passed over. Throws bad_input with the words that Helm has
// for it behind "cannot load Chart.yaml: ".
void read_metadata(std::string_view yaml, Metadata& metadata);

// Cleans white space and control characters out of the texts and checks what must be there. Throws bad_input:
// "validation: chart.metadata.name is required".
void validate(Metadata& metadata);

// What templates see as .Chart: a map with the names of Go's fields (APIVersion, AppVersion, …).
Value metadata_map(const Metadata& metadata);

}  // namespace gimlet::chart
