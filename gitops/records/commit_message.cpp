#include "gitops/records/commit_message.hpp"

#include "core/util/string.hpp"

namespace gimlet::gitops {
namespace {

constexpr std::string_view release_prefix = "[Gimlet] ";
constexpr std::string_view release_suffix = " automated deploy";
constexpr std::string_view rollback_infix = " rolled back to ";
constexpr std::string_view delete_prefix = "[GimletD delete] ";
constexpr std::string_view delete_infix = " deleted by ";
constexpr std::string_view revert_phrase = "This reverts commit ";

std::string leading_hex(std::string_view text) {
  return std::string(text.substr(0, text.find_first_not_of("0123456789abcdef")));
}

std::vector<std::string> reverted_commits(std::string_view message) {
  std::vector<std::string> ids;
  for (std::size_t at = message.find(revert_phrase); at != std::string_view::npos;
       at = message.find(revert_phrase, at + 1)) {
    std::string id = leading_hex(message.substr(at + revert_phrase.size()));
    if (id.size() == 40) ids.push_back(std::move(id));
  }
  return ids;
}

}  // namespace

CommitClaim read_claim(std::string_view message) {
  CommitClaim claim;
  const std::string_view subject = message.substr(0, message.find('\n'));
  claim.reverted = reverted_commits(message);
  if (subject.starts_with(delete_prefix)) {
    const std::string_view rest = subject.substr(delete_prefix.size());
    claim.kind = ReleaseKind::removal;
    claim.target = rest.substr(0, rest.find(delete_infix));
    return claim;
  }
  if (subject.starts_with(release_prefix)) {
    const std::string_view rest = subject.substr(release_prefix.size());
    if (const std::size_t at = rest.find(rollback_infix); at != std::string_view::npos) {
      claim.kind = ReleaseKind::rollback;
      claim.target = rest.substr(0, at);
      claim.restored = leading_hex(rest.substr(at + rollback_infix.size()));
      return claim;
    }
    if (rest.ends_with(release_suffix)) {
      claim.kind = ReleaseKind::release;
      claim.target = rest.substr(0, rest.size() - release_suffix.size());
      return claim;
    }
  }
  if (!claim.reverted.empty()) claim.kind = ReleaseKind::rollback;
  return claim;
}

std::optional<std::string> trailer(std::string_view message, std::string_view name) {
  message = trim(message);
  const auto paragraph = message.rfind("\n\n");
  if (paragraph == std::string_view::npos) return std::nullopt;
  for (const auto& line : split(message.substr(paragraph + 2), '\n')) {
    if (line.size() > name.size() && line.starts_with(name) && line[name.size()] == ':') {
      return std::string(trim(std::string_view(line).substr(name.size() + 1)));
    }
  }
  return std::nullopt;
}

}  // namespace gimlet::gitops
