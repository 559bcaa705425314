#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/chart/chart.hpp"

namespace gimlet::chart {

// Bounds on a chart's files; Helm has the first two as well.
struct FileLimits {
  std::size_t max_file_bytes = std::size_t{5} * 1024 * 1024;
  std::size_t max_total_bytes = std::size_t{100} * 1024 * 1024;
  std::size_t max_files = 50'000;
};

// The files of a chart's folder, in the order of their names, without those that .helmignore leaves out.
// Symbolic links are followed, each folder once on a path. Throws not_found, bad_input or failed.
std::vector<File> read_folder(const std::filesystem::path& folder, const FileLimits& limits = {});

// The files of a chart's archive (a gzipped tar), with the archive's first folder taken off their names.
// Nothing is written, and a name that leads out of the archive is an error. Throws bad_input.
std::vector<File> read_archive(std::string_view bytes, const FileLimits& limits = {});

// The files of a folder that is somewhere else than on the disk (path within the chart -> content), as
// read_folder gives them. Throws bad_input.
std::vector<File> to_files(std::vector<std::pair<std::string, std::string>> contents);

}  // namespace gimlet::chart
