#include <filesystem>
#include <memory>

#include "app/cli/command_line.hpp"
#include "app/cli/common_options.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/inputs/artifact_additions.hpp"
#include "app/inputs/ci.hpp"
#include "app/inputs/version.hpp"
#include "core/model/artifact.hpp"
#include "core/util/fs.hpp"

namespace gimlet::app {
namespace {

struct Options : VersionInput {
  std::string id;
  std::string output;
  ArtifactAdditions additions;
};

void write_result(Context& context, const Options& options, const Json& document) {
  if (options.output.empty()) {
    context.out().json(document);
  } else {
    write_file_atomically(options.output, dump_json_pretty(document) + "\n");
  }
}

void run_artifact_create(Context& context, const Options& options) {
  const CiBuild build = detect_ci(context.variable());
  const model::Version version = complete_version(options, build, std::filesystem::current_path());
  Json document = Json::object();
  if (!options.id.empty()) document["id"] = options.id;
  document["version"] = model::to_json(version);
  document["context"] = Json::object();
  for (const auto& [name, value] : build.context) {
    if (!model::looks_secret(name)) document["context"][name] = value;
  }
  document["environments"] = Json::array();
  document["items"] = Json::array();
  apply_additions(document, options.additions, context.variable(), context.out());
  model::artifact_from_json(document, "the new artifact");
  write_result(context, options, document);
}

void add_version_options(const Command& command, Options& o) {
  auto& v = o.version;
  command.add_option("--id", o.id, "The artifact's id (default: made when it is pushed)");
  command.add_option("--repository", v.repository_name, "The source repository, owner/name");
  command.add_option("--sha", v.sha, "The commit");
  command.add_option("--created", o.created,
                     "When it was committed, ISO 8601 as `git log -1 --format=%cI` prints it");
  command.add_option("--branch", v.branch, "The branch");
  command.add_option("--event", o.event, "What built it (default: push)").one_of({"push", "tag", "pr"});
  command.add_option("--source-branch,--sourceBranch", v.source_branch,
                     "Of a pull request: the feature branch");
  command.add_option("--target-branch,--targetBranch", v.target_branch,
                     "Of a pull request: where it merges to");
  command.add_option("--tag", v.tag, "Of a tag build: the tag");
  command.add_option("--author-name,--authorName", v.author_name, "Who wrote the commit");
  command.add_option("--author-email,--authorEmail", v.author_email, "Their address");
  command.add_option("--committer-name,--committerName", v.committer_name, "Who committed it");
  command.add_option("--committer-email,--committerEmail", v.committer_email, "Their address");
  command.add_option("--message", v.message, "The commit's message");
  command.add_option("--url", v.url, "Where the commit can be looked at");
}

}  // namespace

void add_artifact_create(const Command& parent, Context& context) {
  auto options = std::make_shared<Options>();
  const Command command = parent.add_subcommand(
      "create",
      "Create an artifact; what no flag says is taken from CI's variables and the checkout it stands in");
  if (!context.may_run("create")) return;
  add_version_options(command, *options);
  add_addition_options(command, options->additions);
  command.add_option("-o,--output", options->output, "Write to this file instead of standard output")
      .type_name("FILE");
  command.callback([&context, options] {
    context.action = [&context, options] { run_artifact_create(context, *options); };
  });
}

}  // namespace gimlet::app
