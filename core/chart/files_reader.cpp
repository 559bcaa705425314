#include "core/chart/files_reader.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "core/chart/ignore.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/string.hpp"

namespace gimlet::chart {
namespace {

std::shared_ptr<const std::string> without_mark(std::string data) {
  if (data.starts_with("\xEF\xBB\xBF")) data.erase(0, 3);
  return std::make_shared<const std::string>(std::move(data));
}

std::string below(const std::string& folder, const std::string& name) {
  std::string path = folder;
  path += '/';
  path += name;
  return path;
}

class FolderReader {
 public:
  FolderReader(std::string root, IgnoreRules rules, const FileLimits& limits)
      : root_(std::move(root)), rules_(std::move(rules)), limits_(limits) {}

  std::vector<File> read() {
    visit("", root_, {file_info(root_).id});
    return std::move(files_);
  }

 private:
  using Folders = std::vector<decltype(FileInfo::id)>;

  // `above`: the folders this one lies in, to end a loop of links.
  void visit(const std::string& name, const std::string& folder, const Folders& above) {
    constexpr std::size_t deepest = 100;
    if (above.size() > deepest) {
      throw Error(ErrorCode::bad_input, fmt::format("the chart's folders nest deeper than {}", deepest));
    }
    for (const auto& [child, kind] : list_folder(folder)) {
      const std::string child_name = name.empty() ? child : below(name, child);
      if (kind == FileInfo::Kind::file) {
        if (!rules_.ignores(child_name, false)) add(child_name, below(folder, child));
      } else {
        visit_unknown(child_name, below(folder, child), above);
      }
    }
  }

  void visit_unknown(const std::string& name, const std::string& path, const Folders& above) {
    const FileInfo info = file_info(path);
    const bool is_folder = info.kind == FileInfo::Kind::folder;
    if (rules_.ignores(name, is_folder)) return;
    if (is_folder) {
      if (std::ranges::find(above, info.id) != above.end()) return;
      Folders here = above;
      here.push_back(info.id);
      visit(name, path, here);
      return;
    }
    if (info.kind != FileInfo::Kind::file) {
      throw Error(ErrorCode::bad_input,
                  fmt::format("cannot load irregular file {} as it has file mode type bits set", path));
    }
    add(name, path);
  }

  void add(const std::string& name, const std::string& path) {
    if (files_.size() >= limits_.max_files) {
      throw Error(ErrorCode::bad_input, fmt::format("the chart has more than {} files", limits_.max_files));
    }
    files_.push_back({name, without_mark(content_of(path))});
    total_ += files_.back().data->size();
    if (total_ > limits_.max_total_bytes) {
      throw Error(ErrorCode::bad_input,
                  fmt::format("the chart has more than {} bytes", limits_.max_total_bytes));
    }
  }

  [[nodiscard]] std::string content_of(const std::string& path) const {
    try {
      return read_regular_file(path, limits_.max_file_bytes);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::bad_input) throw;
      throw Error(ErrorCode::bad_input,
                  fmt::format("chart file \"{}\" is larger than the maximum file size {}",
                              path.substr(path.rfind('/') + 1), limits_.max_file_bytes));
    }
  }

  std::string root_;
  IgnoreRules rules_;
  FileLimits limits_;
  std::vector<File> files_;
  std::size_t total_ = 0;
};

}  // namespace

std::vector<File> read_folder(const std::filesystem::path& folder, const FileLimits& limits) {
  const std::string root = folder.string();
  std::string rules;
  try {
    rules = read_file(below(root, ".helmignore"), limits.max_file_bytes);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::not_found) throw;
  }
  return FolderReader(root, IgnoreRules(rules), limits).read();
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
