#include "gitops/git2/error.hpp"

#include <git2.h>

#include "core/util/string.hpp"

namespace gimlet::git2 {

std::string last_message() {
  const git_error* last = git_error_last();
  if (last == nullptr || last->message == nullptr) return "";
  return printable_line(redact_urls(last->message), 1000);
}

Error error(int code, std::string_view what, ErrorCode kind) {
  const std::string message = last_message();
  const std::string reason = message.empty() ? "libgit2 error " + std::to_string(code) : message;
  return {kind, std::string(what) + ": " + reason};
}

int check(int code, std::string_view what) {
  if (code < 0) throw error(code, what);
  return code;
}

}  // namespace gimlet::git2
