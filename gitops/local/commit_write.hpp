#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/util/time.hpp"
#include "gitops/local/clone.hpp"

namespace gimlet::gitops {

struct NewCommit {
  git_oid tree{};
  std::optional<git_oid> parent;
  Identity author;
  Identity committer;
  UnixSeconds time = 0;  // of both, in UTC
  std::string message;
};

// A commit object's bytes, unsigned. Names and addresses lose what git's format cannot hold.
std::string commit_bytes(const NewCommit& commit);

// Signs commits as git is configured to (commit.gpgSign, gpg.format, user.signingKey, gpg.program, …): by the
// user's own gpg, gpgsm or ssh-keygen, which git and we run in the clone's working tree.
class CommitSigner {
 public:
  explicit CommitSigner(const Clone& clone);
  [[nodiscard]] bool enabled() const { return enabled_; }
  // The commit with its signature in it. Throws failed with the program's own words.
  [[nodiscard]] std::string sign(const std::string& commit, const Identity& committer) const;

 private:
  [[nodiscard]] std::string program_at(const std::string& program) const;
  [[nodiscard]] std::string sign_with_gpg(const std::string& commit, const Identity& committer) const;
  [[nodiscard]] std::string sign_with_ssh(const std::string& commit) const;

  std::filesystem::path folder_;  // where the programs run, and what relative paths begin at
  bool enabled_ = false;
  std::string format_ = "openpgp";
  std::string program_;
  std::string key_;
};

}  // namespace gimlet::gitops
