#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/context.hpp"
#include "app/flows/result.hpp"

// What a command did, written to the places where a CI system looks for it.
namespace gimlet::app {

struct CiReport {
  std::string command;   // "artifact push"
  std::string artifact;  // its id; "" where there is none
  bool dry_run = false;
  std::vector<Result> results;
};

// GitHub Actions: the outputs artifact-id, commits and changed of the step (GITHUB_OUTPUT), and its summary
// (GITHUB_STEP_SUMMARY). Everywhere: the file of --dotenv-report. A dry run has a summary alone. A file that
// cannot be written is a warning: what is reported is done. Nothing with --no-ci-output.
void report_to_ci(Context& context, const CiReport& report);

// The texts of it.

// One output, of lines that no value can end or add to.
std::string github_output(std::string_view name, std::string_view value);
// Markdown, in which text stays text.
std::string github_summary(const CiReport& report);
// The lines of a dotenv file, with `lines` of others kept. GitLab takes 5 KB, names once each, and no line
// breaks in values: what does not fit is left out, and said to `messages`.
std::string dotenv_report(const CiReport& report, std::string_view lines, Messages& messages);

}  // namespace gimlet::app
