#pragma once

#include <filesystem>

#include "core/util/fs.hpp"

namespace gimlet::gitops {

// A git folder for a git that refuses the repository's own, for an extension that it does not know and that
// changes nothing for a fetch or a push (extensions.relativeWorktrees, for a git before 2.48): the same
// objects, refs, hooks and configuration under a format that every git knows.
class StandIn {
 public:
  // `git_folder` is the repository's. Throws failed.
  explicit StandIn(const std::filesystem::path& git_folder);
  [[nodiscard]] std::filesystem::path folder() const { return folder_.path(); }

 private:
  TempFolder folder_;
};

}  // namespace gimlet::gitops
