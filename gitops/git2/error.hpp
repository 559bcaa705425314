#pragma once

#include <string>
#include <string_view>

#include "core/util/error.hpp"

namespace gimlet::git2 {

// libgit2's last message in this thread, on one line and with URLs redacted; "" if there is none.
std::string last_message();

// An error in libgit2's own words: "<what>: <message>". The code defaults to failed.
Error error(int code, std::string_view what, ErrorCode kind = ErrorCode::failed);

// Throws error(code, what) for a negative code; gives the code back otherwise.
int check(int code, std::string_view what);

}  // namespace gimlet::git2
