#pragma once

#include "gitops/git2/config.hpp"
#include "gitops/repo.hpp"

namespace gimlet::gitops {

enum class Role { author, committer };

// Who commits, as git says: GIT_AUTHOR_NAME and GIT_AUTHOR_EMAIL (or GIT_COMMITTER_…), author.name and
// .email (committer.…), user.name and .email, and EMAIL; git-commit(1), "COMMIT INFORMATION". Members are ""
// where nobody says anything.
Identity identity_of(const git2::Config& config, Role role);

// The committer of what this program writes: the one of the options, else as git says, else gimlet@localhost.
Identity committer_of(const git2::Config& config, const RepoOptions& options);

// A message with what the options add to it: the prefix of the subject, and Signed-off-by in the last
// paragraph, which holds the trailers.
std::string finished_message(const std::string& message, const Identity& committer,
                             const RepoOptions& options);

}  // namespace gimlet::gitops
