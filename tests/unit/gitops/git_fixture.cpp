#include "tests/unit/gitops/git_fixture.hpp"

#include <stdexcept>

#include "core/util/process.hpp"
#include "core/util/string.hpp"

namespace gimlet::gitops::test {

std::string git(const std::filesystem::path& repository, const std::vector<std::string>& arguments,
                const std::string& input) {
  std::vector<std::string> argv = {"git", "-C", repository.string()};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  ProcessOptions options;
  options.input = input;
  options.set_env = {{"GIT_CONFIG_GLOBAL", "/dev/null"},
                     {"GIT_CONFIG_NOSYSTEM", "1"},
                     {"GIT_AUTHOR_NAME", "A U Thor"},
                     {"GIT_AUTHOR_EMAIL", "author@example.com"},
                     {"GIT_AUTHOR_DATE", "1700000000 +0000"},
                     {"GIT_COMMITTER_NAME", "C O Mitter"},
                     {"GIT_COMMITTER_EMAIL", "committer@example.com"},
                     {"GIT_COMMITTER_DATE", "1700000000 +0000"}};
  const auto result = run_process(argv, options);
  if (!result.ok()) throw std::runtime_error(join(argv, " ") + ": " + result.error_output);
  return std::string(trim(result.output));
}

RemoteAndClone::RemoteAndClone(bool with_commit) {
  remote = folder.path() / "remote.git";
  clone = folder.path() / "clone.git";
  git(folder.path(), {"init", "-q", "--bare", "-b", "main", remote.string()});
  if (with_commit) {
    first = commit(remote, "", "one");
    git(remote, {"update-ref", "refs/heads/main", first});
  }
  git(folder.path(), {"clone", "-q", "--bare", remote.string(), clone.string()});
}

std::string RemoteAndClone::commit(const std::filesystem::path& repository, const std::string& parent,
                                   const std::string& content) {
  const std::string blob = git(repository, {"hash-object", "-w", "--stdin"}, content);
  const std::string tree = git(repository, {"mktree"}, "100644 blob " + blob + "\tfile\n");
  std::vector<std::string> arguments = {"commit-tree", "-m", content, tree};
  if (!parent.empty()) arguments.insert(arguments.end(), {"-p", parent});
  return git(repository, arguments);
}

std::string RemoteAndClone::remote_ref(const std::string& ref) const {
  return git(remote, {"for-each-ref", "--format=%(objectname)", ref});
}

void RemoteAndClone::remote_hook(const std::string& name, const std::string& script) const {
  const auto file = folder.write("remote.git/hooks/" + name, "#!/bin/sh\n" + script);
  std::filesystem::permissions(file, std::filesystem::perms::owner_all);
}

}  // namespace gimlet::gitops::test
