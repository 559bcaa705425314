#include "gitops/local/identity.hpp"

#include <fmt/format.h>

#include "core/util/environment.hpp"
#include "core/util/string.hpp"

namespace gimlet::gitops {

Identity identity_of(const git2::Config& config, Role role) {
  const bool author = role == Role::author;
  const auto find = [&](const char* variable, const char* key) -> std::string {
    if (auto value = process_variable(fmt::format("GIT_{}_{}", author ? "AUTHOR" : "COMMITTER", variable)))
      return *value;
    const std::string own = config.text(fmt::format("{}.{}", author ? "author" : "committer", key));
    return own.empty() ? config.text(fmt::format("user.{}", key)) : own;
  };
  Identity identity{find("NAME", "name"), find("EMAIL", "email")};
  if (identity.email.empty()) identity.email = process_variable("EMAIL").value_or("");
  return identity;
}

Identity committer_of(const git2::Config& config, const RepoOptions& options) {
  if (!options.committer.name.empty()) return options.committer;
  Identity committer = identity_of(config, Role::committer);
  if (committer.name.empty() && committer.email.empty()) return {"gimlet", "gimlet@localhost"};
  if (committer.name.empty()) committer.name = committer.email.substr(0, committer.email.find('@'));
  if (committer.email.empty()) committer.email = "gimlet@localhost";
  return committer;
}

std::string finished_message(const std::string& message, const Identity& committer,
                             const RepoOptions& options) {
  std::string text = options.subject_prefix + message;
  if (options.signoff) {
    if (!text.ends_with('\n')) text += '\n';
    text += fmt::format("Signed-off-by: {} <{}>\n", printable_line(committer.name),
                        printable_line(committer.email));
  }
  return text;
}

}  // namespace gimlet::gitops
