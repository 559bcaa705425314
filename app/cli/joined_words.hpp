#pragma once

#include <string>
#include <vector>

#include "app/cli/reference.hpp"

namespace gimlet::app {

// The Gimlet CLI's shippers pass variables without quotes, so that a workflow called "Build and deploy"
// comes as `--var GITHUB_WORKFLOW=Build and deploy --var …`. Makes one word again of each such value: of a
// NAME=… behind an option that joins words (Option::joins_words), and all up to the option's next variable,
// if anything in between can be nothing else: a word that belongs to no option, an option that is not known
// or one that was given before. Single blanks stand between the words. Returns the values that were joined as
// "--var NAME", without what they hold.
std::vector<std::string> join_words(const CommandEntry& program, std::vector<std::string>& arguments);

}  // namespace gimlet::app
