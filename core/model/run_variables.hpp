#pragma once

#include <string_view>

namespace gimlet::model {

// True for the variables of CI systems that name a run of a job: GITHUB_RUN_ID, BUILD_URL, CI_PIPELINE_ID.
// Their values may stand elsewhere for the run.
bool names_a_run(std::string_view variable);

// True for all whose values differ where one commit is built twice: those that name the run, who started it
// (ACTOR, GITLAB_USER_LOGIN) or where it took place (GITHUB_WORKSPACE, CI_RUNNER_ID).
bool differs_between_runs(std::string_view variable);

}  // namespace gimlet::model
