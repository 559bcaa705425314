#include "app/inputs/files.hpp"

#include "core/util/fs.hpp"

namespace gimlet::app {

std::string input_name(const std::string& file) {
  return file == "-" ? "standard input" : file;
}

std::string read_input(std::istream& standard_input, const std::string& file, std::size_t limit) {
  return file == "-" ? read_stream(standard_input, input_name(file), limit) : read_file(file, limit);
}

}  // namespace gimlet::app
