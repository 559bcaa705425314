#include "app/inputs/version.hpp"

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "core/util/time.hpp"
#include "gitops/local/checkout.hpp"

namespace gimlet::app {
namespace {

void fill(std::string& field, const std::string& value) {
  if (field.empty()) field = value;
}

// What the flags left out comes from the CI system, where one is recognised.
void fill_from_ci(const CiBuild& build, VersionInput& input) {
  auto& version = input.version;
  const auto& told = build.version;
  fill(version.repository_name, told.repository_name);
  fill(version.sha, told.sha);
  fill(version.url, told.url);
  if (input.event.empty() && build.has_event) input.event = model::to_string(told.event);
  fill(version.tag, told.tag);
  fill(version.branch, told.branch);
  fill(version.source_branch, told.source_branch);
  fill(version.target_branch, told.target_branch);
}

// And from the checkout it stands in, if that is the checkout of this commit.
void fill_from_checkout(const gitops::Checkout& checkout, VersionInput& input) {
  auto& version = input.version;
  fill(version.repository_name, gitops::repository_name_of(checkout.remote_url));
  fill(version.sha, checkout.head.id);
  if (version.sha != checkout.head.id) return;
  if (input.created.empty()) input.created = std::to_string(checkout.head.time);
  if (version.branch.empty() && version.tag.empty()) version.branch = checkout.branch;
  if (input.event == "tag") fill(version.tag, checkout.tag);
  fill(version.author_name, checkout.head.author.name);
  fill(version.author_email, checkout.head.author.email);
  fill(version.committer_name, checkout.head.committer.name);
  fill(version.committer_email, checkout.head.committer.email);
  fill(version.message, std::string(trim(checkout.head.message)));
}

bool complete(const VersionInput& o) {
  const auto& v = o.version;
  return !v.repository_name.empty() && !v.sha.empty() && !o.created.empty() && !v.author_name.empty() &&
         !v.message.empty() && !(v.branch.empty() && v.tag.empty());
}

model::Event event_of(const std::string& text) {
  if (text == "tag") return model::Event::tag;
  return text == "pr" ? model::Event::pr : model::Event::push;
}

void require(const std::string& value, const char* flag) {
  if (!value.empty()) return;
  throw Error(ErrorCode::usage, fmt::format("{} is missing and cannot be found out", flag))
      .hint("give the flag, or run in the application's checkout");
}

}  // namespace

model::Version complete_version(VersionInput input, const CiBuild& build,
                                const std::filesystem::path& folder) {
  fill_from_ci(build, input);
  if (!complete(input)) {
    if (const auto checkout = gitops::read_checkout(folder)) fill_from_checkout(*checkout, input);
  }
  require(input.version.repository_name, "--repository");
  require(input.version.sha, "--sha");
  input.version.event = event_of(input.event);
  if (input.created.empty()) return input.version;
  const auto created = parse_time(input.created);
  if (!created) {
    throw Error(ErrorCode::usage, fmt::format("--created: \"{}\" is no time", input.created))
        .hint("give ISO 8601, as `git log -1 --format=%cI` prints it");
  }
  input.version.created = *created;
  return input.version;
}

}  // namespace gimlet::app
