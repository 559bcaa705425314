// Chart archives, through libarchive. As helm.sh/helm/v4/pkg/chart/loader/archive has it.
#include <array>
#include <cctype>
#include <map>

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include "core/chart/files_reader.hpp"
#include "core/go/strconv.hpp"
#include "core/util/c_handle.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::chart {
namespace {

using Archive = CHandle<archive, archive_read_free>;

[[noreturn]] void refuse(const std::string& message) {
  throw Error(ErrorCode::bad_input, message);
}

[[noreturn]] void damaged(archive* reader) {
  const char* words = archive_error_string(reader);
  refuse(fmt::format("cannot read the chart's archive: {}", words == nullptr ? "it is damaged" : words));
}

// Go's path.Clean of a relative path.
std::string clean(const std::string& path) {
  std::vector<std::string> parts;
  for (const auto& part : split(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (part == ".." && !parts.empty() && parts.back() != "..") {
      parts.pop_back();
    } else {
      parts.push_back(part);
    }
  }
  return parts.empty() ? "." : join(parts, "/");
}

bool names_a_drive(const std::string& name) {
  return name.size() > 2 && std::isalpha(static_cast<unsigned char>(name[0])) != 0 && name[1] == ':' &&
         name[2] == '/';
}

// The name within the chart of a name within the archive.
std::string name_in_chart(const std::string& name) {
  const char delimiter = name.find('\\') != std::string::npos ? '\\' : '/';
  const auto first = name.find(delimiter);
  const std::string folder = name.substr(0, first);
  std::string rest = first == std::string::npos ? "" : name.substr(first + 1);
  if (delimiter == '\\') rest = replace_all(rest, "\\", "/");
  if (rest.starts_with('/')) refuse("chart illegally contains absolute paths");
  rest = clean(rest);
  if (rest == ".")
    refuse(fmt::format("chart illegally contains content outside the base directory: {}", go::quote(name)));
  if (rest.starts_with("..")) refuse("chart illegally references parent directory");
  if (names_a_drive(rest)) refuse("chart contains illegally named files");
  if (folder == "Chart.yaml") refuse("chart yaml not in base directory");
  return rest;
}

std::string read_data(archive* reader, std::size_t most, const std::string& too_large) {
  std::string data;
  std::array<char, 65536> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled before it is read
  while (true) {
    const la_ssize_t got = archive_read_data(reader, buffer.data(), buffer.size());
    if (got < 0) damaged(reader);
    if (got == 0) return data;
    if (data.size() + static_cast<std::size_t>(got) > most) refuse(too_large);
    data.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

class ArchiveReader {
 public:
  explicit ArchiveReader(const FileLimits& limits) : limits_(limits) {}

  std::vector<File> read(std::string_view bytes) {
    Archive reader(archive_read_new());
    archive_read_support_filter_gzip(reader.get());
    archive_read_support_format_tar(reader.get());
    if (archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
      damaged(reader.get());
    archive_entry* entry = nullptr;
    int code = ARCHIVE_OK;
    while ((code = archive_read_next_header(reader.get(), &entry)) == ARCHIVE_OK || code == ARCHIVE_WARN) {
      add(reader.get(), entry);
    }
    if (code != ARCHIVE_EOF) damaged(reader.get());
    if (files_.empty()) refuse("no files in chart archive");
    return std::move(files_);
  }

 private:
  void add(archive* reader, archive_entry* entry) {
    const char* const path = archive_entry_pathname(entry);
    if (path == nullptr) refuse("the archive has a file without a name");
    const std::string name = path;
    if (archive_entry_filetype(entry) == AE_IFDIR || name.ends_with('/')) return;
    const std::string inner = name_in_chart(name);
    const std::string large =
        fmt::format("decompressed chart is larger than the maximum size {}", limits_.max_total_bytes);
    const auto size = static_cast<std::uint64_t>(archive_entry_size(entry));
    if (size > limits_.max_total_bytes - total_) refuse(large);
    if (size > limits_.max_file_bytes) {
      refuse(fmt::format("decompressed chart file {} is larger than the maximum file size {}",
                         go::quote(name), limits_.max_file_bytes));
    }
    if (files_.size() >= limits_.max_files)
      refuse(fmt::format("the chart has more than {} files", limits_.max_files));
    // A link has no content of its own; Helm gives it none either.
    const bool regular =
        archive_entry_filetype(entry) == AE_IFREG && archive_entry_hardlink(entry) == nullptr;
    std::string data = regular ? read_data(reader, limits_.max_total_bytes - total_, large) : "";
    total_ += data.size();
    if (data.starts_with("\xEF\xBB\xBF")) data.erase(0, 3);
    files_.push_back({inner, std::make_shared<const std::string>(std::move(data))});
  }

  FileLimits limits_;
  std::vector<File> files_;
  std::size_t total_ = 0;
};

}  // namespace

std::vector<File> read_archive(std::string_view bytes, const FileLimits& limits) {
  if (!bytes.starts_with("\x1F\x8B\x08")) refuse("the chart does not appear to be a gzipped archive");
  return ArchiveReader(limits).read(bytes);
}

}  // namespace gimlet::chart
