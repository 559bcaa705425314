#pragma once

#include <string>
#include <vector>

#include "app/cli/reference.hpp"

namespace gimlet::app {

class Context;

// The words that may stand in place of the last of `words`, a command line (without the program's name) that
// is being typed: commands, options, an option's choices, and ids, environments, apps and releases from the
// store and the GitOps repository. Throws what store and repository throw.
std::vector<std::string> complete(const CommandEntry& root, Context& context, std::vector<std::string> words);

}  // namespace gimlet::app
