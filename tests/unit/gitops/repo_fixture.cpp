#include "tests/unit/gitops/repo_fixture.hpp"

#include <fstream>

namespace gimlet::gitops::test {
namespace fs = std::filesystem;

std::chrono::system_clock::time_point SteppingClock::now() const {
  return std::chrono::system_clock::time_point(std::chrono::seconds(++seconds_));
}

Site::Site() : remote(folder.path() / "remote.git") {
  git(folder.path(), {"init", "-q", "--bare", "-b", "main", remote.string()});
}

fs::path Site::clone(const std::string& name, const std::vector<std::string>& arguments) const {
  fs::path path = folder.path() / name;
  std::vector<std::string> argv = {"clone", "-q"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  const bool cut = !arguments.empty() && arguments.back() != "--bare";  // depth and filters need a URL
  argv.push_back(cut ? "file://" + remote.string() : remote.string());
  argv.push_back(path.string());
  git(folder.path(), argv);
  return path;
}

std::string Site::commit(const fs::path& clone, const std::map<std::string, std::string>& files,
                         const std::string& message) const {
  for (const auto& [name, content] : files) {
    if (content.empty()) {
      fs::remove_all(clone / name);
      continue;
    }
    fs::create_directories((clone / name).parent_path());
    std::ofstream(clone / name, std::ios::binary) << content;
  }
  git(clone, {"add", "-A"});
  git(clone, {"commit", "-q", "--allow-empty", "-m", message});
  return git(clone, {"rev-parse", "HEAD"});
}

std::string Site::remote_commit(const std::map<std::string, std::string>& files,
                                const std::string& message) const {
  const fs::path scratch = clone("scratch");
  std::string id = commit(scratch, files, message);
  git(scratch, {"push", "-q", "origin", "HEAD:main"});
  fs::remove_all(scratch);
  return id;
}

std::string Site::remote_tip() const {
  return git(remote, {"for-each-ref", "--format=%(objectname)", "refs/heads/main"});
}

void Site::refuse_pushes(const std::string& words) const {
  const auto hook =
      folder.write("remote.git/hooks/pre-receive", "#!/bin/sh\necho '" + words + "' >&2\nexit 1\n");
  fs::permissions(hook, fs::perms::owner_all);
}

RepoOptions Site::options() {
  RepoOptions options;
  options.cache_folder = folder.path() / "cache";
  options.clock = &clock;
  options.on_warning = [this](std::string_view text) { warnings.emplace_back(text); };
  return options;
}

std::unique_ptr<Repo> Site::open(const fs::path& location, const std::string& branch) {
  RepoOptions with_branch = options();
  with_branch.branch = branch;
  with_branch.create_branch = create_branch;
  return open_repo(location.string(), with_branch);
}

Identity anybody() {
  return {"Any Body", "any@example.com"};
}

ReleaseRequest release_request(const std::string& env, const std::string& app, const std::string& artifact,
                               const std::map<std::string, std::string>& files) {
  ReleaseRequest request;
  request.release.env = env;
  request.release.app = app;
  request.release.artifact_id = artifact;
  request.release.triggered_by = "any";
  request.files = files;
  request.author = anybody();
  request.trailers = {"event-1", artifact, "any", "release"};
  return request;
}

Published release(Repo& repo, const std::string& env, const std::string& app, const std::string& artifact,
                  const PublishOptions& options) {
  return repo.publish(
      [&](const Snapshot& tip) {
        const auto request =
            release_request(env, app, artifact, {{"manifest.yaml", "image: " + artifact + "\n"}});
        return std::vector<Change>{make_release(tip, read_layout(tip), request)};
      },
      options);
}

Published remove_app(Repo& repo, const std::string& env, const std::string& app,
                     const PublishOptions& options) {
  return repo.publish(
      [&](const Snapshot& tip) {
        const DeleteRequest request{env, app, anybody(), {"event-1", "", "any", "delete"}};
        return std::vector<Change>{make_delete(tip, read_layout(tip), request)};
      },
      options);
}

namespace {

RollbackRequest rollback_request(const std::string& env, const std::string& app,
                                 const RollbackTarget& target) {
  return {env, app, target, anybody(), {"event-1", "", "any", "rollback"}};
}

}  // namespace

Published roll_back(Repo& repo, const std::string& env, const std::string& app, const RollbackTarget& target,
                    const PublishOptions& options) {
  return repo.publish(
      [&](const Snapshot& tip) {
        return std::vector<Change>{
            make_rollback(repo, tip, read_layout(tip), rollback_request(env, app, target)).change};
      },
      options);
}

RollbackPlan plan_rollback(Repo& repo, const std::string& env, const std::string& app,
                           const RollbackTarget& target) {
  const auto tip = repo.tip(false);
  return make_rollback(repo, *tip, read_layout(*tip), rollback_request(env, app, target));
}

Plan write_plan(const std::string& path, const std::string& content) {
  return [=](const Snapshot&) {
    Edit edit;
    edit.kind = Edit::Kind::write_file;
    edit.path = path;
    edit.content = content;
    return std::vector<Change>{{{edit}, "write " + path + "\n", anybody()}};
  };
}

std::string tree_id(const fs::path& repository, const std::string& revision, const std::string& path) {
  return git(repository, {"rev-parse", revision + ":" + path});
}

}  // namespace gimlet::gitops::test
