#include "gitops/local/filters.hpp"

#include <system_error>
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

bool names_a_filter(std::string_view text) {
  return text.find("filter") != std::string_view::npos ||
         text.find(encoding_attribute) != std::string_view::npos;
}

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

// A working tree that holds the attributes of a tree, and nothing else.
class Filters::Stage {
 public:
  Stage(const Filters& filters, const std::map<std::string, git_oid>& files)
      : own_folder_(filters.own_folder_), common_folder_(filters.common_folder_), folder_("gimlet-filter") {
    for (const auto& [path, id] : files) {
      fs::create_directories((tree() / path).parent_path());
      write_file_atomically(tree() / path, filters.objects_->blob(id));
    }
    fs::create_directories(tree());
    fs::create_directories(objects());
  }

  // With objects of its own, for what is written only to be read.
  [[nodiscard]] ProcessResult run(const std::vector<std::string>& arguments,
                                  const std::string& input = "") const {
    ProcessOptions options;
    options.input = input;
    options.set_env = {
        {"GIT_INDEX_FILE", (folder_.path() / "index").string()},
        {"GIT_OBJECT_DIRECTORY", objects().string()},
        {"GIT_ALTERNATE_OBJECT_DIRECTORIES", (fs::absolute(common_folder_) / "objects").string()}};
    return git2::run_git(own_folder_, tree(), arguments, options);
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

  fs::path own_folder_;
  fs::path common_folder_;
  TempFolder folder_;
};

Filters::Filters(fs::path git_folder, fs::path common_folder, const git2::Config& config,
                 std::shared_ptr<git2::Objects> objects, bool runs_hooks)
    : own_folder_(std::move(git_folder)),
      common_folder_(std::move(common_folder)),
      config_(config),
      objects_(std::move(objects)),
      runs_hooks_(runs_hooks) {}

const std::string& Filters::outside() {
  if (!outside_) {
    outside_ = text_of(common_folder_ / "info/attributes") + text_of(users_file(config_));
    if (!process_variable("GIT_ATTR_NOSYSTEM")) *outside_ += text_of("/etc/gitattributes");
  }
  return *outside_;
}

std::map<std::string, git_oid> Filters::attribute_files(const git_oid& root, std::string_view path) {
  std::map<std::string, git_oid> files;
  if (git2::is_zero(root)) return files;
  for (std::size_t end = 0; end != std::string_view::npos;) {
    const std::string file = std::string(path.substr(0, end)) + (end == 0 ? "" : "/") + attribute_file;
    const auto found = find_path(*objects_, root, file);
    if (found && kind_of(found->mode) == Entry::Kind::file) files.emplace(file, found->id);
    end = path.find('/', end == 0 ? 0 : end + 1);
  }
  return files;
}

const Filters::Attributes& Filters::attributes(const git_oid& root, std::string_view path) {
  static const Attributes none;
  const auto files = attribute_files(root, path);
  bool speaks = names_a_filter(outside());
  std::string key;
  for (const auto& [file, id] : files) {
    const std::string hex = git2::to_hex(id);
    const auto [known, is_new] = speaks_.try_emplace(hex, false);
    if (is_new) known->second = names_a_filter(objects_->blob(id));
    speaks = speaks || known->second;
    key += hex + " ";
  }
  if (!speaks) return none;
  const auto [known, is_new] = known_.try_emplace(key + std::string(path));
  if (!is_new) return known->second;
  const std::string told =
      Stage(*this, files)
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

bool Filters::changes(const git_oid& root, std::string_view path) {
  return !attributes(root, path).filter.empty();
}

bool Filters::changes_checkout(const git_oid& root, std::string_view path) {
  const Attributes& found = attributes(root, path);
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
  const std::string hooks = config_.path("core.hookspath");
  const fs::path hook = (hooks.empty() ? common_folder_ / "hooks" : fs::path(hooks)) / "pre-push";
  if (attributes.filter == "lfs" && !(runs_hooks_ && fs::exists(hook, ignored))) {
    throw Error(ErrorCode::failed,
                path + " is kept by git-lfs, and no hook here would send what git-lfs keeps to the remote")
        .hint("release from a clone where `git lfs install` was run, with git as the transport");
  }
}

std::string Filters::clean(const git_oid& root, const std::string& path, const std::string& content) {
  check_may_clean(attributes(root, path), path);
  const std::string doing = "cannot filter " + path + " as git add would";
  const Stage stage(*this, attribute_files(root, path));
  const std::string id = stage.checked(doing, {"hash-object", "-w", "--stdin", "--path=" + path}, content);
  return stage.checked(doing, {"cat-file", "blob", std::string(trim(id))});
}

std::string Filters::smudge(const git_oid& root, const std::string& path, const git_oid& blob) {
  if (!is_configured(attributes(root, path))) return objects_->blob(blob);
  const Stage stage(*this, attribute_files(root, path));
  return stage.checked("cannot filter " + path + " as a checkout would",
                       {"cat-file", "--filters", "--path=" + path, git2::to_hex(blob)});
}

}  // namespace gimlet::gitops
