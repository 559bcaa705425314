#include "app/inputs/version.hpp"

#include <fmt/format.h>

#include "core/model/event.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "core/util/time.hpp"
#include "gitops/local/checkout.hpp"

namespace gimlet::app {
namespace {

void fill(std::string& field, const std::string& value) {
  if (field.empty()) field = value;
}

// What the flags leave out of where the version comes from is what the CI system says.
void fill_from_ci(const CiBuild& build, VersionInput& input) {
  auto& version = input.version;
  const auto& told = build.version;
  if (input.event.empty() && build.has_event) input.event = model::to_string(told.event);
  fill(version.repository_name, told.repository_name);
  fill(version.sha, told.sha);
  fill(version.url, told.url);
  fill(version.tag, told.tag);
  fill(version.branch, told.branch);
  fill(version.source_branch, told.source_branch);
  fill(version.target_branch, told.target_branch);
}

// What describes the commit, as CI systems say it.
void fill_description(const model::Version& told, VersionInput& input) {
  auto& version = input.version;
  if (version.sha != told.sha) return;
  if (input.created.empty() && told.created != 0) input.created = std::to_string(told.created);
  // One who is only half known is not mixed with another.
  if (version.author_name.empty() && version.author_email.empty()) {
    version.author_name = told.author_name;
    version.author_email = told.author_email;
  }
  if (version.committer_name.empty() && version.committer_email.empty()) {
    version.committer_name = told.committer_name;
    version.committer_email = told.committer_email;
  }
  fill(version.message, told.message);
}

void fill_from_commit(const gitops::CommitInfo& commit, VersionInput& input) {
  auto& version = input.version;
  if (input.created.empty()) input.created = std::to_string(commit.time);
  fill(version.author_name, commit.author.name);
  fill(version.author_email, commit.author.email);
  fill(version.committer_name, commit.committer.name);
  fill(version.committer_email, commit.committer.email);
  fill(version.message, std::string(trim(commit.message)));
}

// The head of a pull request, told by the merge of it that is thrown away: a forge's subject is "Merge HEAD
// into BASE", Jenkins' committer is nobody, and what he did not commit is the head itself. "" where it does
// not tell.
std::string head_of_merge(const gitops::CommitInfo& commit, CiBuild::Merge merge) {
  const bool has_two_parents = commit.parents.size() == 2;
  if (merge != CiBuild::Merge::of_forge) {
    return has_two_parents && commit.committer.email == "nobody@nowhere" ? commit.parents.front() : commit.id;
  }
  const auto words = split(std::string(trim(commit.message)), ' ');
  if (!has_two_parents || words.size() != 4 || words[0] != "Merge" || words[2] != "into") return "";
  return words[1] == commit.parents[0] || words[1] == commit.parents[1] ? words[1] : "";
}

// The checkout, and in it the commit of the version, which becomes known if it was not.
std::optional<gitops::Checkout> find_commit(const std::filesystem::path& folder, VersionInput& input) {
  auto checkout = gitops::read_checkout(folder, input.version.sha);
  if (checkout) fill(input.version.sha, checkout->head.id);
  return checkout;
}

// The same where a CI system tells the commit, which it may have made for the build of a pull request.
// `merge` becomes none when the head is found.
std::optional<gitops::Checkout> find_built_commit(const std::filesystem::path& folder, VersionInput& input,
                                                  CiBuild::Merge& merge) {
  auto checkout = find_commit(folder, input);
  if (merge == CiBuild::Merge::none || !checkout || !checkout->commit) return checkout;
  const std::string head = head_of_merge(*checkout->commit, merge);
  if (head.empty()) return checkout;
  merge = CiBuild::Merge::none;
  if (head == checkout->commit->id) return checkout;
  input.version.sha = head;
  return gitops::read_checkout(folder, head);
}

// True if the sha is a merge's, or none is told.
bool lacks_head(const CiBuild& build, CiBuild::Merge merge) {
  if (build.merge == CiBuild::Merge::none) return !build.head_problem.empty();
  return merge == CiBuild::Merge::of_forge || merge == CiBuild::Merge::of_jenkins;
}

void fill_from_checkout(const gitops::Checkout& checkout, VersionInput& input) {
  auto& version = input.version;
  fill(version.repository_name, gitops::repository_name_of(checkout.remote_url));
  if (checkout.commit) fill_from_commit(*checkout.commit, input);
  if (!checkout.commit || checkout.commit->id != checkout.head.id || input.event == "pr") return;
  if (version.branch.empty() && version.tag.empty()) version.branch = checkout.branch;
  if (input.event == "tag") fill(version.tag, checkout.tag);
}

void require(const std::string& value, const char* flag) {
  if (!value.empty()) return;
  throw Error(ErrorCode::usage, fmt::format("{} is missing and cannot be found out", flag))
      .hint("give the flag, or run in the application's checkout");
}

// A CI system that does not say what started the build: a wrong guess would release what nobody asked for.
void require_event(const VersionInput& flags, const CiBuild& build) {
  if (build.has_event || (build.system.empty() && !build.in_unknown_ci)) return;
  const bool is_tag = flags.event == "tag" && !flags.version.tag.empty();
  if (!flags.event.empty() && (is_tag || !flags.version.branch.empty())) return;
  const std::string who = build.system.empty() ? "the variable CI is set, and this CI system is not known"
                                               : build.system + " does not say";
  throw Error(ErrorCode::usage,
              fmt::format("{}: what was built, and what started the build, cannot be found out", who))
      .hint(
          "give --event and --branch: --event push --branch main; --event tag --tag v1 for a tag; --event "
          "other for a "
          "build that no policy shall release; where this is no CI system, unset CI");
}

void require_head(const CiBuild& build) {
  throw Error(ErrorCode::usage,
              fmt::format("the head of the pull request is not known: {}", build.head_problem))
      .hint("give --sha, the last commit of the pull request's branch");
}

// A push of nothing that is named would match policies that name no branch.
void require_named(const VersionInput& input, const CiBuild& build) {
  if (build.system.empty() && !build.in_unknown_ci) return;
  const bool is_tag = input.event == "tag";
  const bool is_of_branch = input.event == "push" || input.event == "pr";
  if (is_tag ? !input.version.tag.empty() : !is_of_branch || !input.version.branch.empty()) return;
  throw Error(ErrorCode::usage, fmt::format("the {} of this build (event {}) cannot be found out",
                                            is_tag ? "tag" : "branch", input.event))
      .hint(fmt::format("give --{}; or --event other for a build that no policy shall release",
                        is_tag ? "tag" : "branch"));
}

void warn_of_gaps(const std::optional<gitops::Checkout>& checkout, const VersionInput& input,
                  Messages& messages) {
  if (!checkout) return;
  for (const std::string& gap : checkout->gaps) messages.warning(gap);
  if (checkout->commit || !checkout->gaps.empty() || input.event != "pr") return;
  if (!input.version.message.empty() && !input.created.empty()) return;
  messages.warning(fmt::format(
      "the checkout does not hold {}, the head of the pull request: its message and time are left out; "
      "fetch it (actions/checkout: `fetch-depth: 2`)",
      input.version.sha));
}

void set_created(VersionInput& input) {
  if (input.created.empty()) return;
  const auto created = parse_time(input.created);
  if (!created) {
    throw Error(ErrorCode::usage, fmt::format("--created: \"{}\" is no time", input.created))
        .hint("give ISO 8601, as `git log -1 --format=%cI` prints it");
  }
  input.version.created = *created;
}

}  // namespace

model::Version complete_version(VersionInput input, const CiBuild& build, const std::filesystem::path& folder,
                                Messages& messages) {
  require_event(input, build);
  if (input.event.empty()) {
    for (const std::string& warning : build.warnings) messages.warning(warning);
  }
  const bool has_sha = !input.version.sha.empty();
  CiBuild::Merge merge = build.merge;
  fill_from_ci(build, input);
  if (!has_sha && merge == CiBuild::Merge::none && lacks_head(build, merge)) require_head(build);
  const auto checkout = has_sha ? find_commit(folder, input) : find_built_commit(folder, input, merge);
  if (!has_sha && lacks_head(build, merge)) require_head(build);
  if (checkout) fill_from_checkout(*checkout, input);
  require_named(input, build);
  fill_description(build.version, input);
  warn_of_gaps(checkout, input, messages);
  require(input.version.repository_name, "--repository");
  require(input.version.sha, "--sha");
  input.version.event = model::event_from_string(input.event).value_or(model::Event::push);
  set_created(input);
  input.version.url = redact_urls(input.version.url);
  return input.version;
}

model::Version known_version(const CiBuild& build, const std::filesystem::path& folder) {
  VersionInput input;
  fill_from_ci(build, input);
  CiBuild::Merge merge = build.merge;
  if (const auto checkout = find_built_commit(folder, input, merge)) fill_from_checkout(*checkout, input);
  if (lacks_head(build, merge)) input.version.sha.clear();
  input.version.event = model::event_from_string(input.event).value_or(model::Event::push);
  return input.version;
}

}  // namespace gimlet::app
