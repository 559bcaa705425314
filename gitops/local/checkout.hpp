#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gitops/snapshot.hpp"

namespace gimlet::gitops {

// What an application's own checkout says about the version that stands in it. Strings are "" where git does
// not know.
struct Checkout {
  CommitInfo head;
  std::string branch;  // "" when HEAD is detached, as CI leaves it
  std::string tag;     // a tag that points to HEAD; "" if there is none
  // Of the branch's remote, else of origin or the only one, as configured: it may hold a token, and is to be
  // redacted before it is shown.
  std::string remote_url;
  // The commit that was asked for, with the parents that it names, whether a shallow repository holds them or
  // not; nullopt if the repository does not hold the commit itself.
  std::optional<CommitInfo> commit;
  std::vector<std::string> gaps;  // what could not be read, and why; a sentence each
};

// Reads the git checkout that `folder` is in, whoever's it is; nullopt if it is in none or HEAD has no
// commit. `commit_id` is an id, or 4 digits of its beginning or more; "" asks for HEAD's. Texts are UTF-8,
// whatever the commit's encoding is. The user's git is asked for what libgit2 cannot read; what neither can
// is a gap. Never fails.
std::optional<Checkout> read_checkout(const std::filesystem::path& folder, const std::string& commit_id = "");

// "owner/name" of a repository URL: the path without a leading "/" and a trailing ".git"; "" if there is no
// such path.
std::string repository_name_of(const std::string& url);

}  // namespace gimlet::gitops
