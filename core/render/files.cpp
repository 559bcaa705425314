#include "core/render/files.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::render {
namespace {

constexpr std::string_view separator = "---\n# Source: ";
constexpr std::size_t max_name = 255;

bool is_refused(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F || c == '/' || c == '\\';
}

std::string name_problem(std::string_view name) {
  if (name.empty()) return "is empty";
  if (name.front() == '.') return "begins with \".\"";
  if (equals_ignoring_case(name, "release.json")) return "is kept for the release's record";
  if (name.size() > max_name) return fmt::format("has more than {} bytes", max_name);
  if (std::any_of(name.begin(), name.end(), is_refused))
    return "holds a character that no file name may have";
  return is_valid_utf8(name) ? "" : "is not UTF-8";
}

// The next separator that begins a line.
std::size_t find_separator(std::string_view text, std::size_t from) {
  std::size_t at = text.find(separator, from);
  while (at != std::string_view::npos && at > 0 && text[at - 1] != '\n') at = text.find(separator, at + 1);
  return at;
}

// Trailing white space goes; the indentation of the first line stays.
std::string_view trimmed(std::string_view text) {
  const std::string_view inner = trim(text);
  if (inner.empty()) return inner;
  const auto end = static_cast<std::size_t>(inner.data() + inner.size() - text.data());
  const std::size_t content = end - inner.size();
  const std::size_t line = content == 0 ? std::string_view::npos : text.rfind('\n', content - 1);
  const std::size_t begin = line == std::string_view::npos ? 0 : line + 1;
  return text.substr(begin, end - begin);
}

void add_part(Files& files, std::string_view part) {
  const std::size_t line = std::min(part.find('\n'), part.size());
  const std::string_view path = trim(part.substr(0, line));
  const std::size_t slash = path.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  check_file_name(name);
  std::string& file = files[std::string(name)];
  file += fmt::format("---\n{}\n", trimmed(part.substr(line)));
}

}  // namespace

void check_file_name(std::string_view name) {
  const std::string problem = name_problem(name);
  if (problem.empty()) return;
  throw Error(ErrorCode::bad_input,
              fmt::format("a template's file name \"{}\" {}", printable_line(name), problem));
}

void append(Files& files, const std::string& name, std::string_view text) {
  const std::string_view content = trimmed(text);
  if (content.empty()) return;
  std::string& file = files[name];
  const bool separated = content.substr(0, 3) == "---";
  if (!file.empty() && !separated) file += "---\n";
  file += content;
  file += '\n';
}

Files split_helm_output(std::string_view output) {
  Files files;
  std::size_t at = find_separator(output, 0);
  append(files, "manifest.yaml", output.substr(0, at));
  while (at != std::string_view::npos) {
    const std::size_t begin = at + separator.size();
    at = find_separator(output, begin);
    add_part(files, output.substr(begin, at == std::string_view::npos ? at : at - begin));
  }
  return files;
}

}  // namespace gimlet::render
