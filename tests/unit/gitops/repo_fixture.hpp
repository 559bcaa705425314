#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/util/time.hpp"
#include "gitops/records/release.hpp"
#include "gitops/records/rollback.hpp"
#include "gitops/repo.hpp"
#include "tests/support/folder.hpp"
#include "tests/unit/gitops/git_fixture.hpp"

namespace gimlet::gitops::test {

// A clock that moves a second with each look at it.
class SteppingClock final : public Clock {
 public:
  [[nodiscard]] std::chrono::system_clock::time_point now() const override;

 private:
  mutable std::int64_t seconds_ = 1'700'000'000;
};

// A bare remote, and clones of it, in a folder of their own.
struct Site {
  Site();

  gimlet::test::Folder folder;
  std::filesystem::path remote;
  SteppingClock clock;
  std::vector<std::string> warnings;

  // Clones the remote; `arguments` go to git clone ("--bare", "--depth=1").
  std::filesystem::path clone(const std::string& name, const std::vector<std::string>& arguments = {}) const;
  // Adds a commit of these files ("" removes one) to a clone with a working tree; gives its id.
  std::string commit(const std::filesystem::path& clone, const std::map<std::string, std::string>& files,
                     const std::string& message = "by hand") const;
  // The same in the remote, through a clone that is thrown away.
  std::string remote_commit(const std::map<std::string, std::string>& files,
                            const std::string& message = "by hand") const;
  [[nodiscard]] std::string remote_tip() const;
  void refuse_pushes(const std::string& words) const;

  bool create_branch = false;  // of what open() opens
  std::unique_ptr<Repo> open(const std::filesystem::path& location, const std::string& branch = "");
  RepoOptions options();
};

// Who releases in these tests.
Identity anybody();

ReleaseRequest release_request(const std::string& env, const std::string& app, const std::string& artifact,
                               const std::map<std::string, std::string>& files);

// What a release of one file that names the artifact does to a repository.
Published release(Repo& repo, const std::string& env, const std::string& app, const std::string& artifact,
                  const PublishOptions& options = {});
Published remove_app(Repo& repo, const std::string& env, const std::string& app,
                     const PublishOptions& options = {});
Published roll_back(Repo& repo, const std::string& env, const std::string& app, const RollbackTarget& target,
                    const PublishOptions& options = {});
RollbackPlan plan_rollback(Repo& repo, const std::string& env, const std::string& app,
                           const RollbackTarget& target);

// A plan that writes one file.
Plan write_plan(const std::string& path, const std::string& content);

std::string tree_id(const std::filesystem::path& repository, const std::string& revision,
                    const std::string& path);

}  // namespace gimlet::gitops::test
