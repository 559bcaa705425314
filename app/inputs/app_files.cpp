#include "app/inputs/app_files.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "app/inputs/files.hpp"
#include "core/render/files.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

using Files = std::map<std::string, std::string>;
namespace fs = std::filesystem;

Files read_folder(const fs::path& folder) {
  Files files;
  std::error_code code;
  for (auto at = fs::directory_iterator(folder, code); !code && at != fs::directory_iterator();
       at.increment(code)) {
    const fs::path& path = at->path();
    if (fs::is_directory(path)) {
      throw Error(ErrorCode::bad_input,
                  fmt::format("{} is a folder, and an app's folder holds files only", path.string()));
    }
    files[path.filename().string()] = read_file(path.string());
  }
  if (code)
    throw Error(ErrorCode::failed, fmt::format("cannot read {}: {}", folder.string(), code.message()));
  return files;
}

Files split_lone_file(const Files& file, const std::string& folder) {
  constexpr std::string_view mark = "---\n# Source: ";
  const std::string text = replace_all(file.begin()->second, "---\n# " + folder, std::string(mark) + folder);
  return text.find(mark) == std::string::npos ? file : render::split_helm_output(text);
}

}  // namespace

std::map<std::string, std::string> read_app_files(std::istream& standard_input, const std::string& path,
                                                  const std::string& env, const std::string& app) {
  std::error_code ignored;
  Files files;
  if (path == "-") {
    files["manifest.yaml"] = read_input(standard_input, path);
  } else if (fs::is_directory(path, ignored)) {
    files = read_folder(path);
  } else {
    files[fs::path(path).filename().string()] = read_file(path);
  }
  const bool blank =
      std::all_of(files.begin(), files.end(), [](const auto& file) { return trim(file.second).empty(); });
  if (blank) {
    throw Error(ErrorCode::bad_input, fmt::format("{} holds nothing to write", input_name(path)))
        .hint("`gimlet release delete` removes an app");
  }
  return files.size() == 1 ? split_lone_file(files, fmt::format("{}/{}/", env, app)) : files;
}

}  // namespace gimlet::app
