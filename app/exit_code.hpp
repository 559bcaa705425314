#pragma once

#include "core/util/error.hpp"

namespace gimlet::app {

// The exit codes of the program. They are part of its contract: README lists them, tests hold them.
//
//   0    done, or nothing to do
//   1    it failed: I/O, git, network, a bug
//   2    the command line is wrong
//   3    not found: artifact, app, env, commit
//   4    bad input: artifact, manifest, template, chart, policy file
//   5    denied: policy, lock, signature, a hook of the remote
//   6    conflict: same id with other content, remote kept moving, local changes in the way
//   7    some of a bulk request failed (only with --keep-going)
//   130  interrupted
constexpr int exit_success = 0;
constexpr int exit_failed = static_cast<int>(ErrorCode::failed);
constexpr int exit_usage = static_cast<int>(ErrorCode::usage);

}  // namespace gimlet::app
