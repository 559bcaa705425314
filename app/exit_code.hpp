#pragma once

#include <array>
#include <string_view>

#include "core/util/error.hpp"

namespace gimlet::app {

constexpr int exit_success = 0;
constexpr int exit_failed = static_cast<int>(ErrorCode::failed);
constexpr int exit_usage = static_cast<int>(ErrorCode::usage);

struct ExitCode {
  int code;
  std::string_view meaning;
};

// The exit codes of the program. They are part of its contract: the reference lists them, tests hold them.
constexpr std::array<ExitCode, 9> exit_codes{{
    {0, "done, or nothing to do"},
    {1, "it failed: I/O, git, network, a bug"},
    {2, "the command line is wrong"},
    {3, "not found: artifact, app, env, commit"},
    {4, "bad input: artifact, manifest, template, chart, configuration file"},
    {5, "denied, by a hook of the remote for instance"},
    {6, "conflict: same id with other content, the remote kept moving, local changes in the way"},
    {7, "some of a bulk request failed"},
    {130, "interrupted"},
}};

}  // namespace gimlet::app
