#include "core/chart/files_reader.hpp"

#include <algorithm>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "core/chart/ignore.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/string.hpp"

namespace gimlet::chart {
namespace {

namespace fs = std::filesystem;

std::shared_ptr<const std::string> without_mark(std::string data) {
  if (data.starts_with("\xEF\xBB\xBF")) data.erase(0, 3);
  return std::make_shared<const std::string>(std::move(data));
}

class FolderReader {
 public:
  FolderReader(fs::path root, IgnoreRules rules, const FileLimits& limits)
      : root_(std::move(root)), rules_(std::move(rules)), limits_(limits) {}

  std::vector<File> read() {
    visit("", root_, {fs::canonical(root_)});
    return std::move(files_);
  }

 private:
  // `above`: the folders this one lies in, to end a loop of links.
  void visit(const std::string& name, const fs::path& folder, const std::set<fs::path>& above) {
    constexpr std::size_t deepest = 100;
    if (above.size() > deepest) {
      throw Error(ErrorCode::bad_input, fmt::format("the chart's folders nest deeper than {}", deepest));
    }
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
      names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    for (const auto& child : names) {
      std::string path = name;
      if (!path.empty()) path += '/';
      path += child;
      visit_entry(path, folder / child, above);
    }
  }

  void visit_entry(const std::string& name, const fs::path& path, const std::set<fs::path>& above) {
    std::error_code code;
    const fs::file_status status = fs::status(path, code);
    if (code)
      throw Error(ErrorCode::failed, fmt::format("cannot read {}: {}", path.string(), code.message()));
    const bool is_folder = fs::is_directory(status);
    if (rules_.ignores(name, is_folder)) return;
    if (is_folder) {
      std::set<fs::path> here = above;
      if (here.insert(fs::canonical(path)).second) visit(name, path, here);
      return;
    }
    if (!fs::is_regular_file(status)) {
      throw Error(
          ErrorCode::bad_input,
          fmt::format("cannot load irregular file {} as it has file mode type bits set", path.string()));
    }
    add(name, path);
  }

  void add(const std::string& name, const fs::path& path) {
    if (fs::file_size(path) > limits_.max_file_bytes) {
      throw Error(ErrorCode::bad_input,
                  fmt::format("chart file \"{}\" is larger than the maximum file size {}",
                              path.filename().string(), limits_.max_file_bytes));
    }
    if (files_.size() >= limits_.max_files) {
      throw Error(ErrorCode::bad_input, fmt::format("the chart has more than {} files", limits_.max_files));
    }
    files_.push_back({name, without_mark(read_file(path, limits_.max_file_bytes))});
    total_ += files_.back().data->size();
    if (total_ > limits_.max_total_bytes) {
      throw Error(ErrorCode::bad_input,
                  fmt::format("the chart has more than {} bytes", limits_.max_total_bytes));
    }
  }

  fs::path root_;
  IgnoreRules rules_;
  FileLimits limits_;
  std::vector<File> files_;
  std::size_t total_ = 0;
};

}  // namespace

std::vector<File> read_folder(const fs::path& folder, const FileLimits& limits) {
  const fs::path ignore = folder / ".helmignore";
  std::error_code none;
  const std::string rules = fs::exists(ignore, none) ? read_file(ignore, limits.max_file_bytes) : "";
  try {
    return FolderReader(folder, IgnoreRules(rules), limits).read();
  } catch (const fs::filesystem_error& error) {
    throw Error(ErrorCode::failed,
                fmt::format("cannot read the chart {}: {}", folder.string(), error.code().message()));
  }
}

std::vector<File> to_files(std::vector<std::pair<std::string, std::string>> contents) {
  const auto rules_file = std::find_if(contents.begin(), contents.end(),
                                       [](const auto& file) { return file.first == ".helmignore"; });
  const IgnoreRules rules(rules_file == contents.end() ? "" : rules_file->second);
  const auto ignored = [&](const std::string& name) {
    for (auto slash = name.find('/'); slash != std::string::npos; slash = name.find('/', slash + 1)) {
      if (rules.ignores(name.substr(0, slash), true)) return true;
    }
    return rules.ignores(name, false);
  };
  std::vector<File> files;
  for (auto& [name, content] : contents) {
    if (!ignored(name)) files.push_back({name, without_mark(std::move(content))});
  }
  return files;
}

}  // namespace gimlet::chart
