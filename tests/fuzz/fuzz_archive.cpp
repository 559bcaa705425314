// Any bytes are a chart's archive or bad input: names stay inside of the chart, sizes within their bounds,
// and what was read is a chart or bad input.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "core/chart/files_reader.hpp"
#include "core/chart/loader.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

using namespace gimlet;

namespace {

constexpr chart::FileLimits limits{std::size_t{64} * 1024, std::size_t{256} * 1024, 100};

bool leads_out(const std::string& name) {
  if (name.empty() || name.starts_with('/')) return true;
  for (const auto& part : split(name, '/')) {
    if (part == "..") return true;
  }
  return false;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto files = chart::read_archive({reinterpret_cast<const char*>(data), size}, limits);
    std::size_t total = 0;
    for (const auto& file : files) {
      total += file.data->size();
      if (leads_out(file.name) || file.data->size() > limits.max_file_bytes) std::abort();
    }
    if (files.size() > limits.max_files || total > limits.max_total_bytes) std::abort();
    std::vector<std::string> warnings;
    chart::load_files(files, warnings);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::bad_input) std::abort();
  }
  return 0;
}
