#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "gitops/git2/config.hpp"
#include "gitops/git2/objects.hpp"

namespace gimlet::gitops {

// The clean and smudge filters of gitattributes(5), which git-crypt and git-lfs are, and the attribute
// working-tree-encoding. The user's git applies them. Attributes are those of a commit's tree, as a bare
// clone has no other, and those that git keeps outside of trees.
class Filters {
 public:
  // `git_folder` is the one of the working tree, `common_folder` that of the repository. `runs_hooks`:
  // whether a push runs the clone's hooks, without which git-lfs sends nothing.
  Filters(std::filesystem::path git_folder, std::filesystem::path common_folder, const git2::Config& config,
          std::shared_ptr<git2::Objects> objects, bool runs_hooks);

  // True if a filter applies to a file at this path, be it that it is not configured here. False for all
  // paths costs a look for .gitattributes in the folders on the way.
  [[nodiscard]] bool changes(const git_oid& root, std::string_view path);
  // True also for a file that has another encoding in the working tree: it is what a blob holds that is
  // written and read here, and that is UTF-8.
  [[nodiscard]] bool changes_checkout(const git_oid& root, std::string_view path);
  // What `git add` makes of a file's content, where changes() is true. Throws failed: the filter is not
  // configured here, or fails.
  [[nodiscard]] std::string clean(const git_oid& root, const std::string& path, const std::string& content);
  // What a checkout makes of a blob, where changes() is true. Throws failed if the filter fails; where it is
  // not configured here, the content is what the blob has, as for git.
  [[nodiscard]] std::string smudge(const git_oid& root, const std::string& path, const git_oid& blob);

 private:
  struct Attributes {
    std::string filter;    // "" : none
    std::string encoding;  // of the working tree; "" : the same
  };
  class Stage;
  [[nodiscard]] const std::string& outside();
  [[nodiscard]] std::map<std::string, git_oid> attribute_files(const git_oid& root, std::string_view path);
  [[nodiscard]] const Attributes& attributes(const git_oid& root, std::string_view path);
  [[nodiscard]] bool is_configured(const Attributes& attributes) const;
  void check_may_clean(const Attributes& attributes, const std::string& path) const;

  std::filesystem::path own_folder_;
  std::filesystem::path common_folder_;
  git2::Config config_;
  std::shared_ptr<git2::Objects> objects_;
  bool runs_hooks_;
  std::optional<std::string> outside_;       // the text of the attributes that are in no tree
  std::map<std::string, bool> speaks_;       // by the id of a .gitattributes: does it name what matters here
  std::map<std::string, Attributes> known_;  // by the ids of the .gitattributes and the path
};

}  // namespace gimlet::gitops
