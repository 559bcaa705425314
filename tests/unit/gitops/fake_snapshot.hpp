#pragma once

#include <map>
#include <string>

#include "core/util/hash.hpp"
#include "gitops/snapshot.hpp"

namespace gimlet::test {

// A snapshot of files held in memory; folders are what the paths imply.
class FakeSnapshot : public gitops::Snapshot {
 public:
  FakeSnapshot() = default;
  explicit FakeSnapshot(std::map<std::string, std::string> files) : files_(std::move(files)) {}

  // A path that is a symbolic link.
  void link(const std::string& path) { links_[path] = true; }

  [[nodiscard]] const std::string& commit() const override { return commit_; }

  [[nodiscard]] std::optional<std::string> read_file(std::string_view path) const override {
    const auto found = files_.find(std::string(path));
    return found == files_.end() ? std::nullopt : std::optional(found->second);
  }

  [[nodiscard]] std::vector<gitops::Entry> list(std::string_view path) const override {
    std::map<std::string, gitops::Entry> entries;
    const std::string prefix = path.empty() ? "" : std::string(path) + "/";
    for (const auto& [file, content] : files_) {
      if (!file.starts_with(prefix)) continue;
      const std::string rest = file.substr(prefix.size());
      const std::string name = rest.substr(0, rest.find('/'));
      entries[name] = *entry(prefix + name);
    }
    std::vector<gitops::Entry> result;
    result.reserve(entries.size());
    for (auto& [name, value] : entries) result.push_back(value);
    return result;
  }

  [[nodiscard]] std::optional<gitops::Entry> entry(std::string_view path) const override {
    const std::string name(path.substr(path.rfind('/') + 1));
    if (links_.contains(std::string(path))) return gitops::Entry{name, gitops::Entry::Kind::symlink, ""};
    if (const auto content = read_file(path)) {
      return gitops::Entry{
          name, gitops::Entry::Kind::file,
          sha1_hex("blob " + std::to_string(content->size()) + std::string(1, '\0') + *content)};
    }
    const std::string prefix = std::string(path) + "/";
    for (const auto& [file, content] : files_) {
      if (file.starts_with(prefix)) return gitops::Entry{name, gitops::Entry::Kind::folder, ""};
    }
    return std::nullopt;
  }

 private:
  std::string commit_ = std::string(40, 'a');
  std::map<std::string, std::string> files_;
  std::map<std::string, bool> links_;
};

}  // namespace gimlet::test
