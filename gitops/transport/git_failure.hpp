#pragma once

#include <string>
#include <string_view>

#include "core/util/error.hpp"

namespace gimlet::gitops {

// The error for a git program that ended with a non-zero code: its own words without meters and advice, and a
// hint for what git's users meet most (wrong credentials, unknown host key, no such repository…).
Error failure_of_git(int exit_code, std::string_view error_output);

// The hint that belongs to words of git's, ssh's, curl's or libgit2's; "" if none does.
std::string hint_for(std::string_view message);

// The error for a remote that was silent for the time limit.
Error silence(std::string_view what, int timeout_ms);

}  // namespace gimlet::gitops
