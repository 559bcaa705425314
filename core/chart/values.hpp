#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/chart/chart.hpp"

namespace gimlet::chart {

// How values come together: Helm's pkg/chart/common/util/coalesce.go. Values are maps; what they hold is
// shared unless a function says it copies.

// What a warning of Helm's log says goes here, a line each.
using Warnings = std::vector<std::string>;

// A map with these entries.
Value map_of(std::map<std::string, Value, std::less<>> entries);

// A copy of `a` with what `b` says over it, maps into one another (loader.MergeMaps).
Value merge_maps(const Value& a, const Value& b);

// The values a chart is rendered with: what the user gave, below it the chart's own, each chart below with
// its own table and the globals. A null of the user's takes a key of the chart's away. Throws bad_input where
// a table for a chart below is none.
Value coalesce_values(const Chart& chart, const Value& user, Warnings& warnings);
// The same, but nulls stay.
Value merge_values(const Chart& chart, const Value& user, Warnings& warnings);

// Fills `into` with what it lacks of `from`, which may be changed. Returns `into` (or `from` where it is
// nil).
Value coalesce_tables(const Value& into, const Value& from, Warnings& warnings);
Value merge_tables(const Value& into, const Value& from, Warnings& warnings);

// The table at a path of names with dots between; nullptr if there is none.
const Value* find_table(const Value& values, const std::string& path);
// What stands at a path and is no table; nullptr if nothing does.
const Value* find_value(const Value& values, const std::string& path);

}  // namespace gimlet::chart
