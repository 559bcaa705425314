#pragma once

#include <vector>

#include "core/chart/chart.hpp"
#include "core/schema/schema.hpp"

namespace gimlet::chart {

// What the values.schema.json of a chart, and those of the charts below it that are on, do not allow in the
// values it would be rendered with: the user's over its own. Pointers lead into the user's values. Throws
// bad_input for a chart that cannot be rendered with these values at all, or whose schema is none.
std::vector<schema::Violation> check_values(const Chart& chart, const Value& user);

}  // namespace gimlet::chart
