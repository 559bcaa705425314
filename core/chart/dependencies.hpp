#pragma once

#include "core/chart/values.hpp"

namespace gimlet::chart {

// Decides which of the charts below a chart are on, by their conditions and tags under the user's values,
// gives them the names their aliases say, and brings the values that the chart imports from them into its
// own. Changes the chart; Helm's pkg/chart/v2/util/dependencies.go. Throws bad_input.
void process_dependencies(Chart& chart, const Value& user, Warnings& warnings);

// Throws bad_input unless every dependency that Chart.yaml names is in charts/.
void check_dependencies(const Chart& chart);

// True if a version is one that a constraint accepts; false also where either does not parse.
bool is_compatible(const std::string& constraint, const std::string& version);

}  // namespace gimlet::chart
