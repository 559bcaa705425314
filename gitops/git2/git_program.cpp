#include "gitops/git2/git_program.hpp"

#include <utility>

namespace gimlet::git2 {

std::vector<std::string> repository_variables() {
  return {"GIT_ALTERNATE_OBJECT_DIRECTORIES",
          "GIT_DIR",
          "GIT_WORK_TREE",
          "GIT_OBJECT_DIRECTORY",
          "GIT_IMPLICIT_WORK_TREE",
          "GIT_GRAFT_FILE",
          "GIT_INDEX_FILE",
          "GIT_NO_REPLACE_OBJECTS",
          "GIT_REPLACE_REF_BASE",
          "GIT_PREFIX",
          "GIT_SHALLOW_FILE",
          "GIT_COMMON_DIR",
          "GIT_QUARANTINE_PATH",
          "GIT_NAMESPACE",
          "GIT_INTERNAL_SUPER_PREFIX"};
}

ProcessResult run_git(const std::filesystem::path& git_folder, const std::filesystem::path& working_tree,
                      const std::vector<std::string>& arguments, ProcessOptions options) {
  std::vector<std::string> argv = {"git", "--git-dir=" + std::filesystem::absolute(git_folder).string()};
  if (!working_tree.empty()) {
    argv.push_back("--work-tree=" + std::filesystem::absolute(working_tree).string());
    options.folder = working_tree;
  }
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  options.unset_env = repository_variables();
  options.set_env.emplace_back("GIT_TERMINAL_PROMPT", "0");
  options.set_env.emplace_back("LC_ALL", "C");
  return run_process(argv, options);
}

}  // namespace gimlet::git2
