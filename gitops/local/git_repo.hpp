#pragma once

#include "gitops/local/clone.hpp"
#include "gitops/local/upstream.hpp"
#include "gitops/repo.hpp"

namespace gimlet::gitops {

// Repo over libgit2's object database and refs, and a Transport for its remote.
class GitRepo final : public Repo {
 public:
  explicit GitRepo(Clone clone) : clone_(std::move(clone)), upstream_(clone_) {}

  [[nodiscard]] std::string display_name() const override { return clone_.display_name; }
  [[nodiscard]] std::string branch() const override { return clone_.branch; }
  [[nodiscard]] bool is_mirror() const override { return clone_.mirror; }
  [[nodiscard]] std::string remote_url() const override;
  [[nodiscard]] std::unique_ptr<Snapshot> tip(bool fetch) override;
  [[nodiscard]] std::unique_ptr<Snapshot> at(std::string_view commit) override;
  [[nodiscard]] std::string resolve_commit(std::string_view prefix) override;
  void walk(std::string_view from, const std::function<bool(const CommitInfo&)>& visit) override;
  void walk_changes(
      std::string_view from, const std::vector<std::string>& folders,
      const std::function<bool(const CommitInfo&, const std::vector<std::string>& changed)>& visit) override;
  Published publish(const Plan& plan, const PublishOptions& options) override;
  [[nodiscard]] std::optional<Identity> identity() override;
  [[nodiscard]] std::string diff(std::string_view from, std::string_view to, std::string_view path) override;

 private:
  [[nodiscard]] git_oid commit_id(std::string_view text);
  [[nodiscard]] git_oid tree_of(std::string_view commit);
  [[nodiscard]] std::vector<std::string> commits_with_prefix(const std::string& prefix);
  void warn_if_shallow();

  Clone clone_;
  Upstream upstream_;
  bool warned_ = false;
};

}  // namespace gimlet::gitops
