#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gitops/git2/config.hpp"
#include "gitops/git2/objects.hpp"

namespace gimlet::gitops {

// Trees by their paths, the root's "" first: "staging/" and "staging/web/" lie on the way to a file of web's.
using FoldersOnTheWay = std::vector<std::pair<std::string_view, git_oid>>;

// The texts of the .gitattributes that speak of a path, by their paths.
using AttributeFiles = std::map<std::string, std::string>;

// What git changes in a file that it adds or checks out, by gitattributes(5): clean and smudge filters, which
// git-crypt and git-lfs are, line ends, $Id$, and another encoding. The user's git does it. Attributes are
// those of a commit's tree, as a bare clone has no other, and those that git keeps outside of trees.
class Filters {
 public:
  struct Site {
    std::filesystem::path git_folder;     // of the working tree
    std::filesystem::path common_folder;  // of the repository
    std::filesystem::path working_tree;   // "" : bare
    bool runs_hooks = false;  // a push runs the clone's hooks, without which git-lfs sends nothing
  };
  Filters(Site site, const git2::Config& config, std::shared_ptr<git2::Objects> objects);

  // Those in these folders, and those on the way to a path of a tree that is on the disk.
  [[nodiscard]] AttributeFiles attribute_files(const FoldersOnTheWay& folders);
  [[nodiscard]] AttributeFiles attribute_files(const git_oid& root, std::string_view path);

  // True if a filter applies to the path, be it that it is not configured here. Without attributes that could
  // say so this costs nothing.
  [[nodiscard]] bool has_filter(const AttributeFiles& files, std::string_view path);
  // True also for a file that has another encoding in the working tree: it is what a blob holds that is
  // written and read here, and that is UTF-8.
  [[nodiscard]] bool changes_checkout(const AttributeFiles& files, std::string_view path);
  // What `git add` makes of a file's content. Throws failed: the filter is not configured here, or fails.
  [[nodiscard]] std::string clean(const AttributeFiles& files, const std::string& path,
                                  const std::string& content);
  // What a checkout makes of a blob, where has_filter() is true. Throws failed if the filter fails; where it
  // is not configured here, the content is what the blob has, as for git.
  [[nodiscard]] std::string smudge(const AttributeFiles& files, const std::string& path, const git_oid& blob);

 private:
  struct Attributes {
    std::string filter;    // "" : none
    std::string encoding;  // of the working tree; "" : the same
  };
  class Stage;
  [[nodiscard]] const std::string& outside();
  [[nodiscard]] bool speak_of(const AttributeFiles& files, std::initializer_list<std::string_view> words);
  [[nodiscard]] bool may_normalise(const AttributeFiles& files, const std::string& content);
  [[nodiscard]] const Attributes& attributes(const AttributeFiles& files, std::string_view path);
  [[nodiscard]] bool is_configured(const Attributes& attributes) const;
  void check_may_clean(const Attributes& attributes, const std::string& path) const;

  Site site_;
  git2::Config config_;
  std::shared_ptr<git2::Objects> objects_;
  std::map<std::string, std::string> texts_;  // of .gitattributes, by their ids
  std::optional<std::string> outside_;        // the text of the attributes that are in no tree
  std::map<std::string, Attributes> known_;   // by the texts and the path
};

}  // namespace gimlet::gitops
