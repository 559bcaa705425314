#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/chart/chart.hpp"
#include "core/chart/files_reader.hpp"

namespace gimlet::chart {

// A chart from its folder or its .tgz archive, with the charts in its charts/ folder. Rules and messages as
// Helm's (pkg/chart/v2/loader). Throws not_found if nothing is there, bad_input for what is no chart.
// `warnings` gets a line for what Helm warns of.
std::shared_ptr<const Chart> load(const std::filesystem::path& path, std::vector<std::string>& warnings);

// The same from files in memory.
std::shared_ptr<Chart> load_files(const std::vector<File>& files, std::vector<std::string>& warnings);

// Reads a values file: YAML documents, later ones over earlier ones. Throws bad_input with Helm's words.
Value load_values(std::string_view text);

}  // namespace gimlet::chart
