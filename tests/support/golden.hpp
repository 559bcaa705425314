#pragma once

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "core/go/strconv.hpp"
#include "core/util/fs.hpp"

// Golden tables: one row a line, cells separated by tabs, each a Go string literal (which most JSON strings
// are, too).
namespace gimlet::test {

// The rows of a file with their cells unquoted; a cell without quotes is taken as it is. Needs gimlet_value.
inline std::vector<std::vector<std::string>> read_golden(const std::filesystem::path& path) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(read_file(path));
  for (std::string line; std::getline(lines, line);) {
    auto& row = rows.emplace_back();
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, '\t');) row.push_back(go::unquote(cell).value_or(cell));
  }
  return rows;
}

}  // namespace gimlet::test
