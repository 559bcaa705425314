#include <memory>

#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "app/cli/common_options.hpp"
#include "app/cli/listing.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/flows/artifacts.hpp"
#include "core/model/artifact.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

struct Options {
  ListOptions list;
  std::string repository;
  std::string branch;
  std::string source_branch;
  std::string event;
  std::string sha;
  std::string tag;
  std::string env;
  std::string app;
};

std::optional<std::string> given(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

store::ArtifactQuery query_of(const Context& context, const Options& o) {
  store::ArtifactQuery query;
  query.repository = given(o.repository);
  query.branch = given(o.branch);
  query.source_branch = given(o.source_branch);
  query.event = given(o.event);
  query.sha = given(o.sha);
  query.tag = given(o.tag);
  query.env = given(o.env);
  query.app = given(o.app);
  query.since = time_option(context, "--since", o.list.since);
  query.until = time_option(context, "--until", o.list.until);
  query.limit = o.list.limit;
  query.offset = o.list.offset;
  return query;
}

// The branch or tag that was built. Of a pull request where it goes to; some name that as the branch.
std::string ref_of(const model::Version& version) {
  if (version.event == model::Event::tag || version.branch.empty()) return version.tag;
  if (version.event != model::Event::pr || version.source_branch.empty()) return version.branch;
  const std::string& target = version.target_branch.empty() ? version.branch : version.target_branch;
  return target == version.source_branch ? target : version.source_branch + " → " + target;
}

std::vector<std::string> row_of(Context& context, const store::ArtifactRecord& record) {
  const model::Artifact artifact = artifact_of(record);
  const auto& version = artifact.version;
  const std::string subject = version.message.substr(0, version.message.find('\n'));
  return {show_time(context, artifact.created),
          context.out().styled(Style::bold, printable_line(artifact.id, 300)),
          std::string(model::to_string(version.event)),
          printable_line(ref_of(version), 60),
          version.sha.substr(0, 7),
          printable_line(version.author_name, 30),
          printable_line(subject, 60)};
}

void run_artifact_list(Context& context, const Options& options) {
  const store::ArtifactQuery query = query_of(context, options);
  std::vector<store::ArtifactRecord> records;
  if (store::Store* store = context.store_if_exists()) records = store->artifacts().list(query);
  if (context.json()) {
    Json list = Json::array();
    for (const auto& record : records) list.push_back(document_of(record));
    context.out().json(list);
    return;
  }
  std::vector<std::vector<std::string>> rows;
  rows.reserve(records.size());
  for (const auto& record : records) rows.push_back(row_of(context, record));
  order_rows(rows, options.list.reverse);
  context.out().table({"STORED", "ID", "EVENT", "REF", "SHA", "AUTHOR", "MESSAGE"}, rows);
  if (rows.empty()) context.out().note("no artifacts");
}

}  // namespace

void add_artifact_list(const Command& parent, Context& context) {
  auto o = std::make_shared<Options>();
  const Command command = parent.add_subcommand(
      {.name = "list",
       .summary = "List the artifacts that are stored, the newest last",
       .description = "An artifact is listed if it meets all the filters. JSON is newest first.",
       .examples = {
           {"gimlet artifact list --repository mycompany/web --branch main", "Lists the builds of a branch."},
           {"gimlet artifact list --since 7d --limit 100 -o json", "Prints a week's artifacts as JSON."}}});
  command.add_option("--repository,--repo", o->repository, "Take those of this source repository.")
      .value("OWNER/NAME");
  command.add_option("--branch", o->branch, "Take those that were built from this branch.").value("BRANCH");
  command
      .add_option("--source-branch,--sourceBranch", o->source_branch,
                  "Take those of pull requests from this branch.")
      .value("BRANCH");
  command.add_option("--event", o->event, "Take those that this event built.").one_of(event_choices());
  command.add_option("--sha", o->sha, "Take those of this commit. A prefix will do.").value("SHA");
  command.add_option("--tag", o->tag, "Take those of this tag.").value("TAG");
  command.add_option("--env", o->env, "Take those with a manifest for this environment.").value("ENV");
  command.add_option("--app", o->app, "Take those with a manifest for this app.").value("APP");
  add_list_options(command, o->list);
  command.action([&context, o] { run_artifact_list(context, *o); });
}

}  // namespace gimlet::app
