#include <filesystem>
#include <memory>

#include "app/cli/common_options.hpp"
#include "app/cli/user_file.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/inputs/artifact_additions.hpp"
#include "app/inputs/ci.hpp"
#include "app/inputs/version.hpp"
#include "core/model/artifact.hpp"
#include "core/model/content_id.hpp"
#include "core/util/json.hpp"

namespace gimlet::app {
namespace {

struct Options : VersionInput {
  std::string id;
  std::string output;
  ArtifactAdditions additions;
};

void write_result(Context& context, const Options& options, const Json& document) {
  if (options.output.empty() || options.output == "-") {
    context.out().json(document);
  } else {
    write_user_file(context, options.output, dump_json_pretty(document) + "\n");
  }
}

void run_artifact_create(Context& context, const Options& options) {
  const CiBuild build = detect_ci(context.variable());
  const model::Version version =
      complete_version(options, build, std::filesystem::current_path(), context.out());
  Json document = Json::object();
  document["id"] = options.id;
  document["version"] = model::to_json(version);
  document["context"] = Json::object();
  for (const auto& [name, value] : build_variables(build, version)) document["context"][name] = value;
  document["environments"] = Json::array();
  document["items"] = Json::array();
  apply_additions(document, options.additions, context.variable(), context.out());
  model::artifact_from_json(document, "the new artifact");
  if (options.id.empty()) document["id"] = model::content_id(document);
  write_result(context, options, document);
}

void add_version_options(const Command& command, Options& o) {
  auto& v = o.version;
  command.add_option("--id", o.id, "The id of the artifact.")
      .value("ID")
      .default_in_words("one that follows from the content");
  command.add_option("--repository", v.repository_name, "The source repository.").value("OWNER/NAME");
  command.add_option("--sha", v.sha, "The commit that was built.").value("SHA");
  command
      .add_option("--created", o.created, "The time of the commit, as `git log -1 --format=%cI` prints it.")
      .value("TIME");
  command.add_option("--branch", v.branch, "The branch that was built.").value("BRANCH");
  command.add_option("--event", o.event, "The event that started the build.")
      .one_of(event_choices())
      .default_in_words("what the CI system says; push outside of CI");
  command
      .add_option("--source-branch,--sourceBranch", v.source_branch, "The feature branch of a pull request.")
      .value("BRANCH");
  command
      .add_option("--target-branch,--targetBranch", v.target_branch,
                  "The branch that a pull request goes to.")
      .value("BRANCH");
  command.add_option("--tag", v.tag, "The tag that was built.").value("TAG");
  command.add_option("--author-name,--authorName", v.author_name, "The author of the commit.").value("NAME");
  command.add_option("--author-email,--authorEmail", v.author_email, "The author's address.").value("EMAIL");
  command.add_option("--committer-name,--committerName", v.committer_name, "The committer of the commit.")
      .value("NAME");
  command.add_option("--committer-email,--committerEmail", v.committer_email, "The committer's address.")
      .value("EMAIL");
  command.add_option("--message", v.message, "The message of the commit.");
  command.add_option("--url", v.url, "A page that shows the commit.").value("URL");
}

}  // namespace

void add_artifact_create(const Command& parent, Context& context) {
  auto options = std::make_shared<Options>();
  const Command command = parent.add_subcommand(
      {.name = "create",
       .summary = "Create an artifact from flags, the CI system's variables and the checkout",
       .description =
           "A flag that is left out is taken from the variables of the CI system, else from "
           "the git checkout of the working folder. Of a pull request it is the head that counts, "
           "not the merge commit that CI builds.\n\n"
           "In CI the variables `REPO OWNER BRANCH TAG SHA ACTOR EVENT JOB` are set for "
           "manifests, and those of the CI system that carry no secret; elsewhere `REPO BRANCH TAG "
           "SHA`.\n\n"
           "A build that is no push, tag or pull request has the event `schedule`, `manual` or "
           "`other`, for which no deploy policy fires. In a CI system that is not known (`CI` is "
           "set) --event and --branch must be given.",
       .examples = {{"gimlet artifact create > artifact.json", "Describes the commit that is checked out."},
                    {"gimlet artifact create --var SHA=abc --env-file .gimlet/staging.yaml -o artifact.json",
                     "Adds a variable and a manifest at once."}}});
  add_version_options(command, *options);
  add_addition_options(command, options->additions);
  command.add_option("-o,--output", options->output, "The file to write. `-` is standard output.")
      .value("FILE")
      .default_in_words("`-`");
  command.action([&context, options] { run_artifact_create(context, *options); });
}

}  // namespace gimlet::app
