#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace gimlet::gitops {

// True if a fetch of `refspecs` from a remote on this machine would change nothing: each source ref holds
// what its destination holds, or is missing. Read through libgit2, which is safe where writing is not, in
// well under a millisecond where git's processes take ten. False whenever that is not certain: another kind
// of URL, a wildcard, a repository that cannot be opened.
bool nothing_to_fetch(const std::filesystem::path& repository, const std::string& url,
                      const std::vector<std::string>& refspecs) noexcept;

}  // namespace gimlet::gitops
