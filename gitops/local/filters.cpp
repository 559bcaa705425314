#include "gitops/local/filters.hpp"

#include <algorithm>
#include <initializer_list>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/util/environment.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/process.hpp"
#include "core/util/string.hpp"
#include "gitops/git2/git_program.hpp"
#include "gitops/git2/oid.hpp"
#include "gitops/local/git_snapshot.hpp"

namespace gimlet::gitops {
namespace {

namespace fs = std::filesystem;

constexpr const char* attribute_file = ".gitattributes";
constexpr const char* encoding_attribute = "working-tree-encoding";

std::string text_of(const fs::path& file) {
  std::error_code ignored;
  return fs::is_regular_file(file, ignored) ? read_file(file) : "";
}

// core.attributesFile, or where git looks without it.
fs::path users_file(const git2::Config& config) {
  if (const std::string file = config.path("core.attributesfile"); !file.empty()) return file;
  if (const auto folder = process_variable("XDG_CONFIG_HOME"); folder && !folder->empty())
    return fs::path(*folder) / "git/attributes";
  const auto home = process_variable("HOME");
  return home ? fs::path(*home) / ".config/git/attributes" : fs::path();
}

std::string value_of(const std::string& value) {
  return value == "unspecified" || value == "unset" || value == "set" ? "" : value;
}

}  // namespace

// A working tree that holds the attributes that count, and else what the clone's own has: a filter may be a
// program of the repository's.
class Filters::Stage {
 public:
  Stage(const Site& site, const AttributeFiles& files, std::string_view path)
      : site_(site), folder_("gimlet-filter") {
    fs::create_directories((tree() / path).parent_path());
    for (const auto& [file, text] : files) {
      fs::create_directories((tree() / file).parent_path());
      write_file_atomically(tree() / file, text);
    }
    fs::create_directories(objects() / "info");
    write_file_atomically(objects() / "info/alternates",
                          (fs::absolute(site.common_folder) / "objects").string() + "\n");
    link_the_rest();
  }

  // With objects of its own, for what is written only to be read.
  [[nodiscard]] ProcessResult run(const std::vector<std::string>& arguments,
                                  const std::string& input = "") const {
    ProcessOptions options;
    options.input = input;
    options.set_env = {{"GIT_INDEX_FILE", (folder_.path() / "index").string()},
                       {"GIT_OBJECT_DIRECTORY", objects().string()}};
    return git2::run_git(site_.git_folder, tree(), arguments, options);
  }

  [[nodiscard]] std::string checked(const std::string& doing, const std::vector<std::string>& arguments,
                                    const std::string& input = "") const {
    ProcessResult result = run(arguments, input);
    if (result.ok()) return std::move(result.output);
    throw Error(ErrorCode::failed, doing + ": " + printable_line(trim(result.error_output), 1000));
  }

 private:
  [[nodiscard]] fs::path tree() const { return folder_.path() / "tree"; }
  [[nodiscard]] fs::path objects() const { return folder_.path() / "objects"; }

  void link_the_rest() const {
    if (site_.working_tree.empty()) return;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(site_.working_tree, ignored)) {
      const fs::path name = entry.path().filename();
      if (name != ".git" && name != attribute_file && !fs::exists(tree() / name, ignored))
        fs::create_symlink(fs::absolute(entry.path()), tree() / name, ignored);
    }
  }

  Site site_;
  TempFolder folder_;
};

Filters::Filters(Site site, const git2::Config& config, std::shared_ptr<git2::Objects> objects)
    : site_(std::move(site)), config_(config), objects_(std::move(objects)) {}

const std::string& Filters::outside() {
  if (!outside_) {
    outside_ = text_of(site_.common_folder / "info/attributes") + text_of(users_file(config_));
    if (!process_variable("GIT_ATTR_NOSYSTEM")) *outside_ += text_of("/etc/gitattributes");
  }
  return *outside_;
}

AttributeFiles Filters::attribute_files(const FoldersOnTheWay& folders) {
  AttributeFiles files;
  for (const auto& [path, tree] : folders) {
    const auto bytes = objects_->tree(tree);
    const auto entry = git2::find_entry(*bytes, attribute_file);
    if (!entry || !entry->is_file()) continue;
    const auto [text, is_new] = texts_.try_emplace(git2::to_hex(entry->id));
    if (is_new) text->second = objects_->blob(entry->id);
    files.emplace(std::string(path) + attribute_file, text->second);
  }
  return files;
}

AttributeFiles Filters::attribute_files(const git_oid& root, std::string_view path) {
  FoldersOnTheWay folders;
  if (!git2::is_zero(root)) static_cast<void>(find_path(*objects_, root, path, folders));
  return attribute_files(folders);
}

bool Filters::speak_of(const AttributeFiles& files, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) {
    return outside().find(word) != std::string::npos || std::ranges::any_of(files, [&](const auto& file) {
             return file.second.find(word) != std::string::npos;
           });
  });
}

// Line ends and $Id$: most content has neither.
bool Filters::may_normalise(const AttributeFiles& files, const std::string& content) {
  if (content.find("\r\n") == std::string::npos && content.find("$Id") == std::string::npos) return false;
  const std::string autocrlf = to_lower(config_.text("core.autocrlf"));
  return (!autocrlf.empty() && autocrlf != "false") ||
         speak_of(files, {"text", "eol", "crlf", "ident", "binary"});
}

const Filters::Attributes& Filters::attributes(const AttributeFiles& files, std::string_view path) {
  static const Attributes none;
  if (!speak_of(files, {"filter", encoding_attribute})) return none;
  std::string key(path);
  for (const auto& [file, text] : files) key += '\0' + file + '\0' + text;
  const auto [known, is_new] = known_.try_emplace(key);
  if (!is_new) return known->second;
  const std::string told =
      Stage(site_, files, path)
          .checked("cannot read the git attributes of " + std::string(path),
                   {"check-attr", "-z", "filter", encoding_attribute, "--", std::string(path)});
  const auto words = split(told, '\0');  // path, attribute, value
  for (std::size_t i = 0; i + 2 < words.size(); i += 3) {
    (words[i + 1] == "filter" ? known->second.filter : known->second.encoding) = value_of(words[i + 2]);
  }
  return known->second;
}

bool Filters::is_configured(const Attributes& attributes) const {
  const std::string driver = "filter." + attributes.filter;
  return attributes.filter.empty() || !config_.text(driver + ".process").empty() ||
         !config_.text(driver + ".clean").empty();
}

bool Filters::has_filter(const AttributeFiles& files, std::string_view path) {
  return !attributes(files, path).filter.empty();
}

bool Filters::changes_checkout(const AttributeFiles& files, std::string_view path) {
  const Attributes& found = attributes(files, path);
  return !found.filter.empty() || !found.encoding.empty();
}

void Filters::check_may_clean(const Attributes& attributes, const std::string& path) const {
  if (!is_configured(attributes)) {
    throw Error(
        ErrorCode::failed,
        fmt::format("{} has the filter {} in the repository's attributes, and git is not configured for it",
                    path, printable_line(attributes.filter)))
        .hint(
            "set it up here as where you commit (git-crypt unlock, git lfs install), or give the path of "
            "such a clone");
  }
  std::error_code ignored;
  fs::path hooks = config_.path("core.hookspath");
  if (hooks.empty()) hooks = site_.common_folder / "hooks";
  if (hooks.is_relative())
    hooks = (site_.working_tree.empty() ? site_.common_folder : site_.working_tree) / hooks;
  if (attributes.filter == "lfs" && !(site_.runs_hooks && fs::exists(hooks / "pre-push", ignored))) {
    throw Error(ErrorCode::failed,
                path + " is kept by git-lfs, and no hook here would send what git-lfs keeps to the remote")
        .hint("release from a clone where `git lfs install` was run, with git as the transport");
  }
}

std::string Filters::clean(const AttributeFiles& files, const std::string& path, const std::string& content) {
  const Attributes& found = attributes(files, path);
  if (found.filter.empty() && (!found.encoding.empty() || !may_normalise(files, content))) return content;
  check_may_clean(found, path);
  const std::string doing = "cannot filter " + path + " as git add would";
  const Stage stage(site_, files, path);
  const std::string id = stage.checked(doing, {"hash-object", "-w", "--stdin", "--path=" + path}, content);
  return stage.checked(doing, {"cat-file", "blob", std::string(trim(id))});
}

std::string Filters::smudge(const AttributeFiles& files, const std::string& path, const git_oid& blob) {
  if (!is_configured(attributes(files, path))) return objects_->blob(blob);
  const Stage stage(site_, files, path);
  return stage.checked("cannot filter " + path + " as a checkout would",
                       {"cat-file", "--filters", "--path=" + path, git2::to_hex(blob)});
}

}  // namespace gimlet::gitops
